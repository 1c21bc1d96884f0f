"""Two texts that exist already → a source and its catalog: the aligner, and what it is built on.

In: a parsed source and a parsed translation, both as documents. Out: pairs of blocks, each with what speaks for it and
what makes it doubtful, and the entries of a catalog. Pure: nothing is read or written here, and nothing is guessed
without a word: what is doubtful is fuzzy and says why, what has no partner is listed.
"""
