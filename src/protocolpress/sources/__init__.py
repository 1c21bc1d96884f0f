"""Source → Document: front matter, Markdown blocks, registry, dates, numbered articles.

In: the files of sources/. Out: `model.Document` and `model.Registry`, whose translatable texts are messages. Fails with
`SourceError`, which carries every problem of the file. Nothing here knows catalogs or pages.
"""
