"""The key `amends` of the front matter: what an instrument changes in others, place by place.

    amends:
      protocols/2012-03-30-specimen:
        - {replace: final/2, by: notice/1}
        - {delete: fields/2}
        - {after: exchange/5, by: exchange/2}

*by* is a place of this instrument, whose quotations are the new words; where words are deleted it is only cited, and
may be left out.
"""

from __future__ import annotations

import re
from typing import cast

from protocolpress.model import Amendment, AmendmentKind
from protocolpress.sources.fields import ID, Fields
from protocolpress.sources.yaml_tree import Mapping, Node, Scalar, Sequence

KINDS = ("replace", "delete", "after")

FRAGMENT = re.compile(r"#?([\w-]+(?:/\w+)*)")

HINT = "write {replace: article/1, by: place-here/1}, and so with after, or {delete: article/1}"


def read(fields: Fields) -> tuple[Amendment, ...]:
    """Return the amendments in their order; report those that cannot be read."""
    table = fields.table("amends")
    found = []
    for document_id, node in table.entries.items() if table else ():
        whole = document_id if "/" in document_id else f"protocols/{document_id}"
        items = node.items if isinstance(node, Sequence) else ()
        if not ID.fullmatch(whole) or not items:
            fields.problems.error(node.position, "bad-value", f"{document_id} has no list of amendments", HINT)
        found += [one for item in items if (one := _amendment(whole, item, fields)) is not None]
    return tuple(found)


def _amendment(document_id: str, item: Node, fields: Fields) -> Amendment | None:
    """Read one amendment; None, and a problem, if it is not one."""
    entries = item.entries if isinstance(item, Mapping) else {}
    given = {key: FRAGMENT.fullmatch(node.text.strip()) for key, node in entries.items() if isinstance(node, Scalar)}
    kinds = [kind for kind in KINDS if kind in given]
    allowed = ({*kinds, "by"}, {"delete"})
    if len(kinds) != 1 or set(entries) not in allowed or not all(given.values()):
        fields.problems.error(item.position, "bad-value", "this is not an amendment", HINT)
        return None
    place, by = given[kinds[0]], given.get("by")
    return Amendment(
        document=document_id,
        kind=cast("AmendmentKind", kinds[0]),
        fragment=place[1] if place else "",
        by=by[1] if by else "",
        position=item.position,
    )
