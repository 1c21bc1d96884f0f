"""Citations in words in Russian texts; the groups are those of `Language.cited`."""

from __future__ import annotations

import re

_S = r"[\s\u00a0\u202f]+"

CITED = re.compile(
    rf"\b(?:(?:подпункт\w{{0,4}}{_S}«?(?P<sub>[а-я])»?(?:{_S}пункта{_S}(?P<par2>\d{{1,3}}))?|пункт\w{{0,4}}{_S}(?P<par>\d{{1,3}}))"
    rf"(?:{_S}(?:(?P<this>настоящей{_S}статьи|настоящего{_S}раздела)|(?:статьи|раздела){_S}(?P<of>\d{{1,3}})))?"
    rf"|(?:стать\w{{1,4}}|раздел\w{{0,3}}){_S}(?P<art>\d{{1,3}}))"
    rf"(?!\w|{_S}(?:стать[еи]|раздел|указанн|назван|эт|Конвенц|Соглашени|Договор|Устав|Пакт|Конституц|Кодекс|Федеральн|Закон|Венск|Римск)\w*)",
    re.IGNORECASE,
)
