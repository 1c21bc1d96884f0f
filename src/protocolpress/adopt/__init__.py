"""Two existing texts → a source and its catalog: the aligner and its parts.

In: a parsed source and a parsed translation, both as documents. Out: pairs of blocks, each with the evidence for it and
any doubts, and the entries of a catalog. Pure: nothing is read or written here. Nothing is guessed silently: a doubtful
pair is fuzzy and says why; a block without a partner is listed.
"""
