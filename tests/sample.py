"""Small documents for tests, parsed from text in memory: no disk, no WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping

from protocolpress import numbering
from protocolpress.errors import Position, Problems
from protocolpress.files import MemoryFiles
from protocolpress.localize.translator import Setting
from protocolpress.model import Catalog, Document, Message, Registry, Translation
from protocolpress.project import Party
from protocolpress.sources import parse, registry

LOCALES = ("en", "ru")

PROTOCOL = "protocols/a"

FRONT = {
    "events": "title: Title\ndate: 2012-03-01\n",
    "protocols": "title: Title\nnumber: N-1\ndate: 2012-03-01\n",
}

REGISTRY = {
    "people": """\
keeper:
  name: Ann Keeper
  index: Keeper, Ann
  offices:
    - {title: Deputy, organization: onl, to: 2012-02-29}
    - {title: Head, organization: onl, from: 2012-03-01}
mayakov:
  name: Yegor Mayakov
  offices:
    - {title: Head of Beacons, organization: asb}
pilot:
  name: Paul Pilot
  offices:
    - {title: Pilot, organization: port}
guest:
  name: A Guest
""",
    "organizations": """\
onl: {name: Office of Northern Lights, short: ONL}
asb: {name: Agency of Southern Beacons, short: ASB}
port: {name: The Port Authority, short: Port}
""",
    "places": "reykjavik: {name: Reykjavik, country: IS}\ncape: {name: Cape Light}\n"
    "harbour: {name: Harbour, at: Harbour}\n",
    "topics": "lamps: {name: Lamps}\n",
}


def document(body: str, front: str = "", document_id: str = PROTOCOL) -> Document:
    """Parse a source; the title, the number and the date are given."""
    text = f"---\n{FRONT[document_id.partition('/')[0]]}{front}---\n{body}"
    files = MemoryFiles({parse.path_of(document_id): text})
    return parse.parse(files, document_id, locales=LOCALES, source_locale="en")


def document_of(document_id: str, front: str, body: str = "x\n") -> Document:
    """Parse a source whose front matter is *front* alone."""
    files = MemoryFiles({parse.path_of(document_id): f"---\n{front}---\n{body}"})
    return parse.parse(files, document_id, locales=LOCALES, source_locale="en")


def names() -> Registry:
    """Read the registry."""
    problems = Problems()
    files = MemoryFiles({f"sources/registry/{name}.yaml": text for name, text in REGISTRY.items()})
    read = registry.read(files, problems)
    assert not problems
    return read


def party(name: str, locale: str, order: int, *organizations: str) -> Party:
    """Make a party."""
    texts = (Message(msgid=text, position=Position("protocolpress.toml")) for text in (name, f"For {name}"))
    return Party(
        id=name, name=next(texts), signature=next(texts), locale=locale, order=order, organizations=organizations
    )


def setting(locale: str, *documents: Document, words: Mapping[str, str] | None = None) -> Setting:
    """Return what localizing into *locale* needs; *words* are the translations, without context or of citations."""
    messages = {
        (context, msgid): Translation(forms=(text,), position=Position(f"{locale}.po", 10))
        for msgid, text in (words or {}).items()
        for context in ("", "citation")
        if text
    }
    found = {one.id: one for one in documents}
    return Setting(
        locale=locale,
        source_locale="en",
        catalog=Catalog(locale=locale, messages=messages),
        registry=names(),
        parties={"north": party("north", "en", 1, "onl"), "south": party("south", "ru", 2, "asb")},
        schemes={known: numbering.DEFAULTS[known] for known in ("en", "ru")},
        find=found.get,
    )
