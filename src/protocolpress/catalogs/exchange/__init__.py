"""Catalogs for people with other tools: units go out as XLIFF, TMX, TBX or a sheet, and answers come back.

In come the entries of catalogs and the bytes of files that somebody returns; out go the bytes of files and catalogs in
which only what was answered differs. The same catalogs give the same bytes: there are no dates, random ids or versions.
The door to translate-toolkit and openpyxl. A returned file may come from anywhere: nothing in it is executed, no entity
is resolved, nothing is fetched, and what is not understood is a problem (`bad-exchange-file`), never a guess.
"""
