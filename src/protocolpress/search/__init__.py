"""Search of the website without a server: texts come in, an index in small files comes out.

A *term* is a word in the form that the index knows it by: a dictionary form, a stem, or `~root` of a family of verbs.
The index leads from each form of a word to its terms, and from a term to its places, so the script of the page needs no
grammar. Nothing is read or written here.

words     words of a text, folded, as the script of the page also finds them
grammar   from a word to its terms, and from a term to all its forms
passages  what a document says, passage by passage, with the anchors that lead there
entries   one document, ready to be indexed
index     all documents of a language: places of terms, terms of forms, divided into files
packing   lists of numbers as short texts
"""
