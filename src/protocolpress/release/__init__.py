"""A release: everything that a publication gives to its readers, in a folder that never changes again.

In: a project without problems, and a date. Out: `dist/<date>/`, whole or not at all. Possible failures: the check, a
task, a verdict, the disk, an existing folder of that date with other bytes; then nothing is left behind but the cache.

    making      the steps, one after the other
    verdicts    each PDF judged, as tasks of the engine; veraPDF on all of them
    provenance  what each file was made from, as the engine's traces know it
    manifest    manifest.json and SHA256SUMS, written and read
    folder      the folder beside, its way to its name, what is in a folder
    verifying   a released folder against its manifest

Nothing in the folder tells of a machine, a user, a place or a time: who releases the same project with the same tools
gets the same bytes.
"""
