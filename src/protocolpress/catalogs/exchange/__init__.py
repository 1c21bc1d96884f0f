"""Catalogs for people with other tools: units go out as XLIFF, TMX, TBX or a spreadsheet, and answers come back.

In: the entries of catalogs, and the bytes of returned files. Out: the bytes of files, and catalogs in which only the
answered entries differ. The same catalogs give the same bytes: there are no dates, random ids or versions. The door to
translate-toolkit and openpyxl. A returned file may come from anywhere: nothing in it is executed, no entity is
resolved, nothing is fetched, and anything unknown is a problem (`bad-exchange-file`), never guessed.
"""
