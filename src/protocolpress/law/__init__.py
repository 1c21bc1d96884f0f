"""Legal document formats: an instrument in one language comes in, Akoma Ntoso 3.0 (OASIS LegalDocML) goes out.

`naming` makes the identifiers according to the Akoma Ntoso Naming Convention, `structure` the hierarchy of articles and
paragraphs, `inlines` their words, `akn` the whole file. The same instrument has the same eIds in all languages. Pure;
cannot fail.
"""
