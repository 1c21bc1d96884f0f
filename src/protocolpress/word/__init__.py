"""Word's files (ECMA-376, Office Open XML): a DOCX comes in, its blocks with the numbers that Word prints go out.

Nothing is guessed about documents here: what is a heading, an article or a title is decided by who asks. What cannot be
brought over (text boxes, equations, embedded objects) is named with its place and its words. A hostile file is refused:
sizes are limited before anything is unpacked, declarations are not read, nothing outside the file is opened. Fails with
`SourceError`.
"""
