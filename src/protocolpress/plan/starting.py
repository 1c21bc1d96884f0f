"""A new source, with what the publication knows filled in: the next number, the parties, the last place.

In: the documents that there are, a kind, a name, a date. Out: text. What is a guess stands in a comment, with ids that
this project has; the source builds as it is. Pure.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from protocolpress import kinds
from protocolpress.model import Document, Paragraph, Registry
from protocolpress.project import Party

KINDS = ("event", "protocol", "annex", "corrigendum", *kinds.TYPES)
"""The kinds of documents that can be started."""

BODIES = {
    "agreement": "",
    "minutes": """The Working Group met in …

## Opening {#opening}

The co-chairs opened the session.

{.actions}
| Action | Owner | Due | State |
| --- | --- | --- | --- |
""",
    "joint-statement": "The Parties state the following:\n\nText.\n",
    "exchange-of-notes": "Excellency,\n\nI have the honor to propose the following:\n\n1. Text.\n",
    "report": "## The year in review {#review}\n\nText.\n\n## Plans {#plans}\n\nText.\n",
    "newsletter": "## Headline\n\nText.\n",
    "record": "## Subject {#subject}\n\n1. Text.\n",
    "cover-letter": """Dear …,

I have the honor to transmit …

Accept, …, the assurances of my highest consideration.
""",
    "note-verbale": """The … presents its compliments to the … and has the honor to …

The … avails itself of this opportunity to renew to the … the assurances of its highest consideration.
""",
    "programme": """| Time | Event | Place |
| --- | --- | --- |
| 9:00 | Arrival | … |
| 10:00–12:30 | Talks | … |
""",
}
"""The first words of each type; those of a protocol are below."""

PROTOCOL = """The Parties,

{.agreed}
have agreed as follows:

## Subject {#subject}

1. A numbered paragraph:
   1. with sub-paragraphs; and
   2. referred to by structure, as here: [](#subject/1).

"""

CLOSING = """{.closing}
Done in duplicate, in the English and Russian languages, both texts being equally authentic.
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Facts about the next document that follow from those that exist."""

    number: str = ""
    place: str = ""
    parties: tuple[str, ...] = ()
    decisions: str = ""
    """The number of the next decision."""
    corrects: Document | None = None
    """The document that a corrigendum may correct: the newest protocol, a signed one if there is any."""


def known(documents: Iterable[Document], kind: str, date: str) -> Known:
    """Find out what is known of a document of *kind* on *date*, as ISO 8601 writes it."""
    found = sorted(documents, key=lambda one: (one.date.first_day(), one.id))
    protocols = [one for one in found if one.kind == "protocol" and one.status != "specimen"]
    like = [one.number for one in protocols if one.number and one.type == (kind if kind in kinds.TYPES else "")]
    paragraphs = (block for one in found for block in one.blocks if isinstance(block, Paragraph))
    decided = [block.number for block in paragraphs if block.role == "decision"]
    signed = [one for one in protocols if one.status == "signed"]
    return Known(
        number=following(like[-1], date[:4]) if like else "",
        place=next((one.places[0] for one in reversed(found) if one.places), ""),
        parties=next((one.parties for one in reversed(protocols) if one.parties), ()),
        decisions=following(decided[-1], date[:4]) if decided else f"{date[:4]}/1",
        corrects=next(iter((*signed[-1:], *protocols[-1:])), None),
    )


def following(number: str, year: str) -> str:
    """Return the number after *number*; one with a year in it begins again in another *year*."""
    found = re.search(r"\d+(?=\D*$)", number)
    if not found:
        return ""
    before, after = number[: found.start()], number[found.end() :]
    if (old := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", before)) and old[0] != year:
        return f"{before[: old.start()]}{year}{before[old.end() :]}{'1'.zfill(len(found[0]))}{after}"
    return f"{before}{str(int(found[0]) + 1).zfill(len(found[0]))}{after}"


def text(kind: str, name: str, date: str, facts: Known, parties: Mapping[str, Party], names: Registry) -> str:
    """Return the source of a new document."""
    if kind == "event":
        return _event(date, facts, parties, names)
    if kind == "annex":
        file = "# file: media/name.pdf    # an existing PDF"
        return f"---\nkind: annex\ntitle: Title of the annex\ndate: {date}\n{file}\n---\n\nText.\n"
    if kind == "corrigendum":
        return _corrigendum(date, facts)
    return _protocol(kind, name, date, facts, parties, names)


def _event(date: str, facts: Known, parties: Mapping[str, Party], names: Registry) -> str:
    place = facts.place or _one(names.places, "quebec-city")
    sides = {side: _people(party, names)[:2] for side, party in [*parties.items()][:2]}
    several = ", ".join(f"{side}: [{', '.join(ids)}]" for side, ids in sides.items() if ids)
    return f"""---
title: Title of the event
# lead: One sentence below the title.
date: {date}    # also 2011-10 (a month), 2011-04-12/2011-04-15 (a range), 2011-05~ (about)
# time: 10:00-12:30
# zone: local time
{"" if facts.place else "# "}place: {place}    # an id of sources/registry/places.yaml
# status: provisional    # provisional, postponed or cancelled
# participants: {f"{{{several}}}" if several else _some(names.people)}    # ids of sources/registry/people.yaml
# topics: {_some(names.topics)}    # ids of sources/registry/topics.yaml
# photo:
#   file: media/name.png    # PNG or JPEG, below sources/
#   date: {date}    # of the picture; it may differ from the event's
#   description: What the picture shows, printed below it.
#   alt: The picture in words, for readers who do not see it.
#   credit: Who made the picture
# gallery: https://example.org/pictures    # more pictures of the event
# protocols: [protocols/{date}-name]    # documents offered with the event
# locale: ru    # where the source is written in another language than source_locale
---

What happened. A person or a place in the text is named by its id: {_mention(names)}.
"""


def _corrigendum(date: str, facts: Known) -> str:
    other = facts.corrects
    title = f"Corrigendum to {other.number or other.id.rpartition('/')[2]}" if other else "Title of the corrigendum"
    number = f"{other.number}/Corr.{len(other.corrigenda) + 1}" if other and other.number else "1/Corr.1"
    return f"""---
kind: corrigendum
title: {title}
number: {number}
date: {date}
corrects: {other.id if other else "protocols/name"}
---

{{.corrections}}
| Where | For | Read |
| --- | --- | --- |
| A place, or #article/1/a | the wrong words | the right words |
"""


def _protocol(kind: str, name: str, date: str, facts: Known, parties: Mapping[str, Party], names: Registry) -> str:
    form = kinds.TYPES[kind][1] if kind in kinds.TYPES else None
    own = tuple(one for one in facts.parties if one in parties) or tuple(parties)[:2]
    people = {side: _people(parties[side], names)[:1] or ("id",) for side in own}
    several = ", ".join(f"{side}: [{', '.join(ids)}]" for side, ids in people.items())
    single = ", ".join(f"{side}: {ids[0]}" for side, ids in people.items())
    number = facts.number or (name.upper() if form is None or form.number else "")
    what = kind.replace("-", " ")
    place = facts.place or _one(names.places, "quebec-city")
    lines = (
        f"title: Title of the {what}",
        "# short: A short title, at the head of the pages",
        f"type: {kind}" if form else "",
        f"number: {number}    # as it is cited" if number else "# number: 1    # as it is cited",
        f"date: {date}    # {'of signature' if form is None or form.signatures == 'clause' else 'of the document'}",
        f"{'' if facts.place else '# '}place: {place}    # an id of sources/registry/places.yaml",
        "status: draft    # draft, record, signed or specimen",
        f"# topics: {_some(names.topics)}    # ids of sources/registry/topics.yaml",
        f"{'' if own else '# '}parties: [{', '.join(own or ('north', 'south'))}]    # ids of protocolpress.toml",
        f"# participants: {{{several or 'us: [bolden], ru: [popovkin]'}}}    # ids of sources/registry/people.yaml",
        "" if form and form.signatures == "none" else f"# signatories: {{{single or 'us: bolden, ru: popovkin'}}}",
        f"# effective: {date}    # when it takes effect" if form is None or form.signatures == "clause" else "",
        f"decisions: {facts.decisions}    # the number of the first one" if kind == "minutes" else "",
        "# agenda: [Opening, Any other business]" if kind == "minutes" else "",
        f'# annexes: [protocols/{name}-annex-a]    # sources with "kind: annex"',
        '# numbering: {en: ["Section 1.", "1.", "(a)", "(i)"]}    # where it differs from protocolpress.toml'
        if form is None or form.headings == "articles"
        else "",
        "# locale: ru    # where the source is written in another language than source_locale",
    )
    body = BODIES.get(kind.removeprefix("annual-")) or PROTOCOL + (CLOSING if form is None else "")
    return "\n".join(("---", *filter(None, lines), "---", "", body))


def _people(party: Party, names: Registry) -> tuple[str, ...]:
    """Return the people who hold an office of a party."""
    people = names.people.values()
    return tuple(one.id for one in people if any(office.organization in party.organizations for office in one.offices))


def _one(entries: Iterable[str], example: str) -> str:
    return next(iter(entries), example)


def _some(entries: Iterable[str]) -> str:
    return f"[{', '.join([*entries][:2]) or 'id'}]"


def _mention(names: Registry) -> str:
    person = next(iter(names.people.values()), None)
    return f"[{person.name.msgid}](@{person.id})" if person else "`[Mr. Bolden](@bolden)`"
