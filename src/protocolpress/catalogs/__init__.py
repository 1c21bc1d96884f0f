"""Messages out and in: a project's messages go out as templates, and translators' answers come back as catalogs.

In: `model.Message` values and the bytes of .po files. Out: .pot and .po texts, .mo bytes and `model.Catalog`. Fuzzy,
empty, obsolete and broken entries never reach a `Catalog`. Mistakes in a catalog file are collected as problems with
file and line; a file that was read can always be written back byte for byte.
"""
