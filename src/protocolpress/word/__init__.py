"""Word's files (ECMA-376, Office Open XML): a DOCX comes in; its blocks, with the numbers that Word prints, go out.

Nothing is guessed here: the caller decides what is a heading, an article or a title. Content that cannot be converted
(text boxes, equations, embedded objects) is listed with its place and its words. A hostile file is refused: sizes are
limited before anything is unpacked, declarations are not read, nothing outside the file is opened. Fails with
`SourceError`.
"""
