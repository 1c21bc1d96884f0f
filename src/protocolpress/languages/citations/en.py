"""Citations in words in English texts; `Language.cited` names the groups."""

from __future__ import annotations

import re

_S = r"[\s\u00a0\u202f]+"

CITED = re.compile(
    rf"\b(?:(?:sub-?paragraphs?{_S}\((?P<sub>[a-z]{{1,2}})\){_S}of{_S})?[Pp]aragraphs?{_S}(?P<par>\d{{1,3}})"
    rf"(?P<items>(?:\([a-z]{{1,4}}\)){{0,2}})(?:{_S}of{_S}(?:(?P<this>this{_S}(?:Article|Section))|(?:Article|Section){_S}"
    rf"(?P<of>\d{{1,3}})))?|(?:Articles?|Sections?){_S}(?P<art>\d{{1,3}})(?P<paths>(?:\((?:\d{{1,3}}|[a-z]{{1,4}})\)){{0,3}}))"
    rf"(?!\w|\(\w|{_S}of{_S}(?:the|that|an?|its|Article|Section|this)\b)"
)
