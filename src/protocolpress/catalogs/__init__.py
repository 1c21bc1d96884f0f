"""Messages out and in: what a project says goes out as templates, what translators answer comes back as catalogs.

In come `model.Message` values and the bytes of .po files; out go .pot and .po texts, .mo bytes and `model.Catalog`.
Fuzzy, empty, obsolete and broken entries never reach a `Catalog`. Everything wrong with a catalog file is collected
as problems with file and line; a file that was read can always be written back byte by byte.
"""
