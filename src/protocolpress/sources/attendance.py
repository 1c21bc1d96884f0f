"""Participants in an event and signatories of a document, with their capacities, from the front matter.

An item of a list is the id of a person; `id: role`; or `id:` with `role` and `office` below it.
"""

from __future__ import annotations

import re

from protocolpress import errors, kinds, markup
from protocolpress.model import Duty, Message, Side
from protocolpress.sources.fields import Fields
from protocolpress.sources.yaml_tree import Mapping, Node, Scalar, Sequence

_ONE_WORD = re.compile(r"[a-z][a-z-]*")
"""Words intended as one of our roles; the author's own words begin with a capital letter, or are several."""


def sides(fields: Fields, key: str, duties: dict[str, Duty]) -> tuple[Side, ...]:
    """Return people, either a list or a list for each party; put their capacities into *duties*."""
    node = fields.node(key)
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        return (Side("", _people(fields, node, key, duties)),)
    return tuple(Side(party, _people(fields, people, key, duties)) for party, people in node.entries.items())


def _people(fields: Fields, node: Node, key: str, duties: dict[str, Duty]) -> tuple[str, ...]:
    """Return the ids of a list, or of a single person, those who lead first, and interpreters and observers last."""
    found: list[str] = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        entry, said = item, None
        if isinstance(item, Mapping) and len(item.entries) == 1:
            (name, said), position = next(iter(item.entries.items())), item.position
            entry = Scalar(text=name, position=position)
        ids = fields.id_list(entry, key)
        for one in ids:
            if one in found:
                fields.problems.error(item.position, "bad-value", f"{one} occurs twice in {key}")
                continue
            found.append(one)
            if said is not None:
                duties[one] = _duty(fields, said, one)
    return tuple(sorted(found, key=lambda one: _rank(duties.get(one))))


def _rank(duty: Duty | None) -> int:
    return kinds.ROLES[duty.role][1] if duty and duty.role else kinds.MEMBER


def _duty(fields: Fields, node: Node, person: str) -> Duty:
    """Read the capacity of a person: a role, or a mapping of role and office."""
    if isinstance(node, Scalar):
        return _role(fields, node, person)
    if isinstance(node, Sequence):
        hint = f"write {person}: head, or {person}: {{role: head, office: an-organization}}"
        fields.problems.error(node.position, "bad-value", f"the role of {person} is a list", hint)
        return Duty()
    inner = Fields(node, fields.problems, fields.where)
    role = inner.node("role")
    duty = _role(inner, role, person) if isinstance(role, Scalar) else Duty()
    organizations = inner.ids("office")
    inner.done()
    return Duty(role=duty.role, words=duty.words, organizations=organizations)


def _role(fields: Fields, node: Scalar, person: str) -> Duty:
    """Read a role: one of ours, or words for this event."""
    text = " ".join(node.text.split())
    if text in kinds.ROLES:
        return Duty(role=text)
    if _ONE_WORD.fullmatch(text):
        known = ", ".join(kinds.ROLES)
        hint = (
            errors.nearest(text, kinds.ROLES) or f"known are {known}; your own words must begin with a capital letter"
        )
        fields.problems.error(node.position, "bad-value", f"unknown role {text}", hint)
        return Duty()
    if wrong := markup.mistake(text):
        fields.problems.error(node.position, *wrong)
        return Duty()
    comment = " · ".join(filter(None, (fields.where, f"role of {person}")))
    return Duty(words=Message(msgid=text, position=node.position, comment=comment) if text else None)
