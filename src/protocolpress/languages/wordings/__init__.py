"""Words critical to the meaning of a legal text: a table for each language, in `Language.wording`.

Entries are written as `language.Wording` says. Keys mean the same in all tables; a table lacks what its language does
not say in a word or two, and only what both languages of a pair have is compared.
"""
