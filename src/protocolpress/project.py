"""protocolpress.toml in, a frozen `Project` out; every mistake in the file is reported at once.

The file is the only configuration. Nothing here reads any other file, and no stage receives the whole `Project`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Literal, cast

from protocolpress import errors, languages, numbering
from protocolpress.errors import Position, Problem, Problems, ProjectError, error
from protocolpress.files import CONTROL, FONT_FILES, PACKAGE, Files, is_inside, read_text
from protocolpress.model import Message

PATH = "protocolpress.toml"

KEYS = (
    "source_locale",
    "locales",
    "editions",
    "order",
    "news_since",
    "party_order",
    "originals",
    "group",
    "parties",
    "numbering",
    "coverage",
    "print",
    "formats",
    "law",
    "markings",
    "groups",
    "fonts",
    "site",
    "signing",
    "desk",
)
SIGNING_KEYS = ("fields", "level", "time_stamps", "roots", "intermediates", "trusted_lists", "list_operators")
LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
"""The levels of PAdES (ETSI EN 319 142-1, 5)."""

SITE_KEYS = ("url", "robots", "feedback")

WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*")
"""The address of a website: no query, no fragment, nothing that would have to be escaped."""

LAW_KEYS = ("base", "jurisdiction")
GROUP_KEYS = ("name", "commission")
PARTY_KEYS = ("name", "short", "signature", "locale", "order", "organizations")

OWN_GROUP_KEYS = ("name", "commission", "emblem", "color")

COLOR = re.compile("#[0-9a-fA-F]{6}")

MARKING_KEYS = ("text", "public", "watermark")

DESK_KEYS = ("commit", "credit", "hosts", "user_header")

HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?")
"""A host in a `Host` header: a name or an address, perhaps with its port."""

FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
"""The name of a field in the head of a request."""

PARTY_ORDERS = ("settings", "alphabetical")

ORIGINALS = ("participants", "signatures", "index")
"""Places in which names may also be printed in their original script."""

FORMATS = ("docx", "akn", "actions")
"""Optional outputs of each document beside its page and its PDF."""

PAPERS = ("a4", "letter")
MARGINS = ("standard", "gost", "gost-archive")
PAGE_NUMBERS = ("bottom", "top-center")

MAX_CHARACTERS = 100_000

MAX_KEYS = 2000
"""Maximum keys and tables in the file: enough for hundreds of parties."""

MAX_PARTS = 10
"""Maximum parts of a key, `a.b.c`: tomllib's time and memory grow with their square."""

MAX_NAME = 1000
"""Maximum length of a name or a line, in characters."""

QUOTED = re.compile(
    r"""(?P<comment>\#[^\n]*)"""
    r"""|\"{3}(?:[^\\]|\\[\s\S])*?(?:\"{3}|\\?\Z)|'{3}[\s\S]*?(?:'{3}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*(?:"|\\?$)|'[^'\n]*(?:'|$)""",
    re.MULTILINE,
)
"""A comment or a string in TOML; an unclosed one ends the scan, as in tomllib."""

LONG_KEY = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{MAX_PARTS},}}")

HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")

KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s.=]+))\s*[.=]""")

TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
"""The tag of a language (BCP 47), or a locale."""

LOCALES = tuple(languages.LANGUAGES)
"""Locales for which the program has typography, dates and numbering."""

MANY = 3
"""With this many locales or more, a pair is an edition only if the settings name it."""

USUAL = LOCALES[:2]
"""The default locales of a project."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side of the working group: its name, its line in a signature block, its language, its organizations."""

    id: str
    name: Message
    short: Message | None = None
    """Its short name in briefs and action tables; without one, people are grouped by organization."""
    signature: Message
    locale: str
    """Its language; empty for a party that signs in the language of each text."""
    order: int
    organizations: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of several groups of a publication, which documents name: the table `[groups.ID]`."""

    id: str
    name: Message
    commission: Message
    """The line above its name: a commission, or the group that it is part of."""
    emblem: str = ""
    """A picture's path below sources/; empty for the publication's own emblem."""
    color: str = ""
    """The color of its banner, its headings and its rules, as #rrggbb."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """How documents are to be handled: the table `[markings.ID]`."""

    id: str
    text: Message
    public: bool
    """Whether marked documents are in the compendium, on the website and in releases."""
    watermark: Message | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """The minimum percentage of a locale's messages to be translated, and its position in the settings."""

    percent: float
    position: Position


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The layout of pages: the table `[print]`."""

    paper: Literal["a4", "letter"] = "a4"
    sides: Literal[1, 2] = 1
    """In two-sided printing, margins are mirrored, page numbers are outside, and parts begin on a right-hand page."""
    margins: Literal["standard", "gost", "gost-archive"] = "standard"
    """GOST R 7.0.97, 3.5: 20 mm left, 10 mm right, 20 mm top and bottom; 30 mm left where kept for over ten years."""
    page_numbers: Literal["bottom", "top-center"] = "bottom"
    """GOST R 7.0.97, 3.6: centred in the upper margin, from the second page on."""
    large_print: bool = False
    """Whether briefs are also made in 18 points, in the editions of one language."""
    bound_words: Literal[1, 2, 3] = 1
    """Letters of the longest prepositions that stay on one line with the next word."""
    below: tuple[str, ...] = ()
    """The editions whose second language stands below the first, block by block, and not beside it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Identifiers of legal texts (Akoma Ntoso Naming Convention): the table `[law]`."""

    base: str = ""
    """Prefix of identifiers, such as https://example.org."""
    jurisdiction: str = "un"
    """A country's code, or that of an organization."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Settings of the published website: the table `[site]`."""

    url: str = ""
    """The address of the folder `site`, without a slash at its end; without it, nothing that needs one is made."""
    robots: bool = True
    """Whether search engines may list its pages."""
    feedback: str = ""
    """An address for readers, on each page: mailto: or https:."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Faces of the project's own: the table `[fonts]`. Each is a font package, or a file below fonts/."""

    fallback: tuple[str, ...] = ()
    """For characters that the usual faces lack."""
    languages: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """For all text of a language, by its tag."""
    positions: Mapping[str, Position] = dataclasses.field(default_factory=dict)
    """Their key in the settings: "fallback", or a tag."""

    @property
    def packages(self) -> tuple[str, ...]:
        """The font packages among them."""
        every = (*self.fallback, *(name for names in self.languages.values() for name in names))
        return tuple(dict.fromkeys(name for name in every if not name.startswith("fonts/")))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How documents are signed and whose certificates are trusted: the table `[signing]`. Paths are in the project."""

    fields: bool = True
    """Whether the PDF of a document has fields for electronic signatures; a draft has none."""
    level: str = LEVELS[0]
    """The level of a signature, unless the command names another."""
    time_stamps: str = ""
    """The address of a time-stamping authority (RFC 3161)."""
    roots: tuple[str, ...] = ()
    """Files with the certificates of trusted authorities."""
    intermediates: tuple[str, ...] = ()
    """Files with the certificates between a root and a signatory, if signatures do not contain them."""
    trusted_lists: tuple[str, ...] = ()
    """Files with trusted lists of the European Union (ETSI TS 119 612); the services that they grant are trusted."""
    list_operators: tuple[str, ...] = ()
    """Files with the certificates of those who sign the lists."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The translator's desk: the table `[desk]`. No output depends on it."""

    commit: bool = False
    """Whether the desk offers to commit catalogs to git."""
    credit: bool = False
    """Whether saving writes the translator and the date into the catalog's header."""
    hosts: tuple[str, ...] = ()
    """Names under which a proxy serves the desk, each as in its address: "desk.example.org"."""
    user_header: str = ""
    """The field in which a proxy says who is working: "X-Forwarded-User"; without it, people write their names."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The settings of a publication."""

    source_locale: str
    locales: tuple[str, ...]
    editions: tuple[str, ...]
    order: Literal["newest", "oldest"]
    """The order of documents in a compendium."""
    group: Message
    commission: Message | None
    parties: Mapping[str, Party]
    numbering: Mapping[str, tuple[str, ...]]
    """Numbering schemes by locale, from articles down."""
    news_since: dt.date | None = None
    """The day of the release since which the compendium says what is new; None if it does not."""
    coverage: Mapping[str, Minimum] = dataclasses.field(default_factory=dict)
    """Minimum translation of each locale: `ru = 95` under `[coverage]`; a locale not named has none.

    `protocolpress status` fails below it; a build ignores it.
    """
    layout: Layout = dataclasses.field(default_factory=Layout)
    groups: Mapping[str, Group] = dataclasses.field(default_factory=dict)
    """The groups that documents may name, by id; the others belong to the publication's own."""
    markings: Mapping[str, Marking] = dataclasses.field(default_factory=dict)
    """How documents may have to be handled, by id."""
    alphabetical: bool = False
    """Whether parties are ordered alphabetically in the language of the text, not as in the settings."""
    originals: tuple[str, ...] = ()
    """Places with names in their original script beside the translated ones: `originals = ["participants"]`."""
    law: Law = dataclasses.field(default_factory=Law)
    fonts: Fonts = dataclasses.field(default_factory=Fonts)
    web: Web = dataclasses.field(default_factory=Web)
    signing: Signing = dataclasses.field(default_factory=Signing)
    formats: tuple[str, ...] = ()
    """Additional outputs of each document: `formats = ["docx"]`."""
    desk: Desk = dataclasses.field(default_factory=Desk)


def edition_locales(edition: str) -> tuple[str, ...]:
    """Split an edition's name into its locales, the first column first: "en-ru" → ("en", "ru")."""
    return tuple(edition.split("-"))


def read(files: Files) -> Project:
    """Read the settings; raise `ProjectError` with every mistake found."""
    problems = Problems()
    if not files.exists(PATH):
        problems.error(
            Position(PATH), "missing-project", "there is no protocolpress.toml here", "run: protocolpress init DIR"
        )
        raise ProjectError(*problems)
    text = read_text(files, PATH)
    if reason := too_much(text):
        raise ProjectError(reason)
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        place = re.search(r"at line (\d+), column (\d+)", str(mistake))
        position = Position(PATH, int(place[1]), int(place[2])) if place else Position(PATH)
        message = re.sub(r" \(at .*\)", "", str(mistake))
        hint = 'write key = "value", with the value in quotation marks, and lists as ["first", "second"]'
        problems.error(position, "bad-toml", f"not TOML: {message[:1].lower()}{message[1:]}", hint)
        raise ProjectError(*problems) from mistake
    except (
        Exception
    ) as mistake:  # nested brackets; a number of thousands of digits; errors that tomllib does not foresee
        hint = "write a text, a list of texts, or a small number"
        problems.error(Position(PATH), "bad-toml", "a value is nested too deeply, or a number is too long", hint)
        raise ProjectError(*problems) from mistake
    project = _Reader(text, settings, problems).project()
    if problems.errors or project is None:
        raise ProjectError(*problems)
    return project


def too_much(text: str) -> Problem | None:
    """Return why *text* is not given to tomllib, or None; time grows linearly with its length."""
    if len(text) > MAX_CHARACTERS:
        hint = f"at most {MAX_CHARACTERS} can be read"
        return error(Position(PATH), "too-long", f"{len(text)} characters of settings are too many", hint)
    bare = QUOTED.sub(lambda found: "" if found["comment"] else f"s{chr(10) * found[0].count(chr(10))}", text)
    if key := LONG_KEY.search(bare):
        position = Position(PATH, bare.count("\n", 0, key.start()) + 1)
        hint = "write each key below its [table]"
        return error(position, "too-long", f"a key of {key[0].count('.') + 1} parts is too long", hint)
    count = bare.count("=") + sum(line.lstrip().startswith("[") for line in bare.split("\n"))
    if count > MAX_KEYS:
        return error(Position(PATH), "too-long", f"{count} keys are too many", f"at most {MAX_KEYS} can be read")
    return None


class _Reader:
    """Reads the settings of one file."""

    def __init__(self, text: str, settings: Mapping[str, Any], problems: Problems) -> None:
        self.headers: dict[str, int] = {}
        self.keys: dict[tuple[str, str], int] = {}
        self._index(text)
        self.settings = settings
        self.problems = problems

    def project(self) -> Project | None:
        """Make the project, or report why not."""
        self.known(self.settings, KEYS, "")
        locales = self.strings(self.settings, "locales", "", default=USUAL)
        for locale in locales:
            if languages.is_right_to_left(locale):
                message, hint = f"{locale} is written from right to left", "pages are set from left to right only"
                self.check(False, "", "locales", message, f"{hint}, the only direction of WeasyPrint (its issue 106)")
                continue
            self.check(locale in LOCALES, "", "locales", f"unknown locale {locale}", f"known are {', '.join(LOCALES)}")
        source_locale = self.string(self.settings, "source_locale", "", default=locales[0] if locales else LOCALES[0])
        self.check(source_locale in locales, "", "source_locale", f"{source_locale} is not one of the locales")
        order = self.string(self.settings, "order", "", default="newest")
        self.check(order in ("newest", "oldest"), "", "order", f"unknown order {order}", "write newest or oldest")
        party_order = self.choice(self.settings, "party_order", "", PARTY_ORDERS)
        group = self.table("group")
        self.known(group, GROUP_KEYS, "group")
        name = self.string(group, "name", "group", default="")
        self.check(bool(name), "group", "name", "the group has no name", 'write name = "…" under [group]')
        commission = self.string(group, "commission", "group", default="")
        schemes = self.schemes(locales)
        parties = self.parties(locales)
        editions = self.editions(locales)
        coverage = self.coverage(locales)
        layout = self.layout(editions)
        formats = self.strings(self.settings, "formats", "", default=())
        for form in formats:
            self.check(form in FORMATS, "", "formats", f"unknown format {form}", f"known are {', '.join(FORMATS)}")
        originals = self.strings(self.settings, "originals", "", default=())
        for place in originals:
            hint = f"known are {', '.join(ORIGINALS)}"
            self.check(place in ORIGINALS, "", "originals", f"unknown place of original names {place}", hint)
        fonts = self.fonts()
        signing = self.signing()
        if self.problems.errors:
            return None
        return Project(
            source_locale=source_locale,
            locales=locales,
            editions=editions,
            order=cast("Literal['newest', 'oldest']", order),
            news_since=self.news_since(),
            group=self.message(name, "group", "name", "Name of the working group, in banners and on the cover"),
            commission=self.message(commission, "group", "commission", "The commission that the group belongs to")
            if commission
            else None,
            alphabetical=party_order == "alphabetical",
            parties=parties,
            numbering=schemes,
            coverage=coverage,
            layout=layout,
            formats=formats,
            law=self.law(),
            desk=self.desk(),
            web=self.web(),
            markings=self.markings(),
            groups=self.groups(name),
            originals=originals,
            fonts=fonts,
            signing=signing,
        )

    def news_since(self) -> dt.date | None:
        """Read the day of the release since which the compendium says what is new."""
        value = self.settings.get("news_since")
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        hint = "write the day of a release in dist/, without quotation marks: news_since = 2012-03-01"
        self.check(False, "", "news_since", "news_since is not a day", hint)
        return None

    def signing(self) -> Signing:
        """Read how documents are signed, and whom to trust."""
        table = self.table("signing")
        self.known(table, SIGNING_KEYS, "signing")
        fields = table.get("fields", True)
        self.check(isinstance(fields, bool), "signing", "fields", "fields must be true or false")
        address = self.string(table, "time_stamps", "signing", default="")
        good = not address or re.fullmatch(r"https?://[^\s<>\"]+", address) is not None
        hint = 'write time_stamps = "https://…"'
        self.check(good, "signing", "time_stamps", "the time-stamping authority has no web address", hint)
        paths = {key: self.strings(table, key, "signing", default=()) for key in SIGNING_KEYS[3:]}
        for key, names in paths.items():
            for name in names:
                message, hint = f"{name} is not a path in the project", f'write {key} = ["trust/name.pem"]'
                self.check(is_inside(name), "signing", key, message, hint)
        level = self.choice(table, "level", "signing", LEVELS)
        return Signing(fields=fields is True, level=level, time_stamps=address, **cast("Any", paths))

    def fonts(self) -> Fonts:
        """Read which faces the project declares."""
        table = self.table("fonts")
        found = {}
        for key in table:
            shown = key if key.isprintable() else repr(key)
            good = key == "fallback" or TAG.fullmatch(key) is not None
            hint = 'write fallback = ["…"], or the tag of a language: zh = ["…"]'
            self.check(good, "fonts", key, f"{shown} is neither fallback nor the tag of a language", hint)
            found[key] = self.strings(table, key, "fonts", default=())
            for name in found[key]:
                is_font = PACKAGE.fullmatch(name) is not None or (
                    name.startswith("fonts/") and name.lower().endswith(FONT_FILES)
                )
                hint = "write the name of a font package, or the path of a file: fonts/Name-Regular.ttf"
                self.check(
                    is_font, "fonts", key, f"{name} is no font package, and no .ttf or .otf file in fonts/", hint
                )
        return Fonts(
            fallback=found.pop("fallback", ()),
            languages=found,
            positions={key: Position(PATH, self.line("fonts", key)) for key in table},
        )

    def groups(self, whole: str) -> dict[str, Group]:
        """Read the groups of a publication; *whole* is the name of the one that they are part of."""
        found = {}
        for group, values in self.table("groups").items():
            where = f"groups.{group}"
            good = isinstance(values, dict) and re.fullmatch(r"[a-z0-9][a-z0-9-]*", group) is not None
            hint = f"write [{where}], with an id of small Latin letters, digits and hyphens"
            self.check(good, "groups", group, f"{where} is not the table of a group", hint)
            if not good:
                continue
            self.known(values, OWN_GROUP_KEYS, where)
            name = self.string(values, "name", where, default="")
            self.check(bool(name), where, "name", "the group has no name", f'write name = "…" under [{where}]')
            above = self.string(values, "commission", where, default=whole)
            emblem, color = (self.string(values, key, where, default="") for key in ("emblem", "color"))
            message, hint = f"{emblem} is not a picture below sources/", 'write emblem = "media/name.svg"'
            inside = not emblem or (is_inside(emblem) and emblem.lower().endswith((".svg", ".png")))
            self.check(inside, where, "emblem", message, hint)
            plain = not color or COLOR.fullmatch(color) is not None
            self.check(plain, where, "color", f"{color} is not a color", 'write color = "#1b2a49"')
            found[group] = Group(
                id=group,
                name=self.message(name, where, "name", "Name of a group, in banners and on the cover"),
                commission=self.message(above, where, "commission", "What a group belongs to, above its name"),
                emblem=emblem,
                color=color,
            )
        return found

    def markings(self) -> dict[str, Marking]:
        """Read how documents may have to be handled."""
        found = {}
        for marking, values in self.table("markings").items():
            where = f"markings.{marking}"
            if not isinstance(values, dict):
                self.check(False, "markings", marking, f"{where} is not a table", f"write [{where}]")
                continue
            self.known(values, MARKING_KEYS, where)
            text = self.string(values, "text", where, default="")
            self.check(bool(text), where, "text", "the marking has no text", 'write text = "Official use only"')
            public = values.get("public", False)
            message, hint = "public is neither true nor false", "without it, marked documents are not public"
            self.check(isinstance(public, bool), where, "public", message, hint)
            watermark = self.string(values, "watermark", where, default="")
            found[marking] = Marking(
                id=marking,
                text=self.message(text, where, "text", "How a document is to be handled, on each of its pages"),
                public=public is True,
                watermark=self.message(watermark, where, "watermark", "Words across each page") if watermark else None,
            )
        return found

    def web(self) -> Web:
        """Read where the website is published."""
        table = self.table("site")
        self.known(table, SITE_KEYS, "site")
        url = self.string(table, "url", "site", default="").rstrip("/")
        message, hint = "the address of the website is not one", 'write url = "https://example.org/group"'
        self.check(not url or WEB_ADDRESS.fullmatch(url), "site", "url", message, hint)
        robots = table.get("robots", True)
        hint = "without it, search engines may list the website"
        self.check(isinstance(robots, bool), "site", "robots", "robots is neither true nor false", hint)
        feedback = self.string(table, "feedback", "site", default="")
        good = not feedback or re.fullmatch(r"mailto:[^\s<>\"?]+@[^\s<>\"?]+|https?://[^\s<>\"]+", feedback)
        message, hint = "the address for readers is not one", 'write feedback = "mailto:secretariat@example.org"'
        self.check(good, "site", "feedback", message, hint)
        return Web(url=url, robots=robots is True, feedback=feedback)

    def law(self) -> Law:
        """Read the table for identifiers of legal texts."""
        table = self.table("law")
        self.known(table, LAW_KEYS, "law")
        base = self.string(table, "base", "law", default="").rstrip("/")
        good = not base or re.fullmatch(r"https?://[^\s<>\"]+", base) is not None
        self.check(
            good, "law", "base", "the base of identifiers is not an address", 'write base = "https://example.org"'
        )
        jurisdiction = self.string(table, "jurisdiction", "law", default="un")
        message, hint = "the jurisdiction is not a code", "write two small letters: a country's code, or un"
        self.check(
            re.fullmatch(r"[a-z]{2}(?:-[a-z0-9]{1,8})?", jurisdiction) is not None, "law", "jurisdiction", message, hint
        )
        return Law(base=base, jurisdiction=jurisdiction)

    def desk(self) -> Desk:
        """Read the table of the translator's desk."""
        table = self.table("desk")
        self.known(table, DESK_KEYS, "desk")
        switches = {key: table.get(key, False) for key in ("commit", "credit")}
        for key, value in switches.items():
            self.check(isinstance(value, bool), "desk", key, f"{key} must be true or false")
        hosts = self.strings(table, "hosts", "desk", default=())
        for host in hosts:
            message, hint = f"{host} is not a host", 'write it as in the address: hosts = ["desk.example.org"]'
            self.check(HOST.fullmatch(host), "desk", "hosts", message, hint)
        header = self.string(table, "user_header", "desk", default="")
        message, hint = "user_header is not the name of a header field", 'write user_header = "X-Forwarded-User"'
        self.check(not header or FIELD_NAME.fullmatch(header), "desk", "user_header", message, hint)
        return Desk(
            commit=switches["commit"] is True, credit=switches["credit"] is True, hosts=hosts, user_header=header
        )

    def editions(self, locales: tuple[str, ...]) -> tuple[str, ...]:
        """Read the editions: a locale, or two joined by a hyphen; with many locales, pairs only if named."""
        every = (*locales, *(f"{a}-{b}" for a in locales for b in locales if a != b))
        usual = every if len(locales) < MANY else locales
        editions = self.strings(self.settings, "editions", "", default=usual)
        for edition in editions:
            self.check(edition in every, "", "editions", f"unknown edition {edition}", f"known are {', '.join(every)}")
        return editions

    def parties(self, locales: tuple[str, ...]) -> dict[str, Party]:
        """Read the parties, in order."""
        parties = []
        for index, (party, values) in enumerate(self.table("parties").items()):
            where = f"parties.{party}"
            if not isinstance(values, dict):
                self.check(False, "parties", party, f"{where} is not a table", f"write [{where}]")
                continue
            self.known(values, PARTY_KEYS, where)
            name = self.string(values, "name", where, default="")
            signature = self.string(values, "signature", where, default="")
            short = self.string(values, "short", where, default="")
            locale = self.string(values, "locale", where, default="")
            order = values.get("order", index)
            self.check(bool(name), where, "name", "the party has no name", 'write name = "…"')
            self.check(
                bool(signature), where, "signature", "the party has no signature line", 'write signature = "For …"'
            )
            self.check(not locale or locale in locales, where, "locale", f"{locale} is not one of the locales")
            self.check(type(order) is int, where, "order", "order is not a whole number")
            parties.append(
                Party(
                    id=party,
                    name=self.message(name, where, "name", "Name of a party"),
                    signature=self.message(signature, where, "signature", "Line above a party's signature"),
                    locale=locale,
                    order=order if type(order) is int else 0,
                    organizations=self.strings(values, "organizations", where, default=()),
                    short=self.message(short, where, "short", "Short name of a party") if short else None,
                )
            )
        return {party.id: party for party in sorted(parties, key=lambda party: party.order)}

    def schemes(self, locales: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Read the numbering schemes, falling back to the default ones of each language."""
        table = self.table("numbering")
        self.known(table, locales, "numbering")
        schemes = {locale: numbering.DEFAULTS[locale] for locale in locales if locale in numbering.DEFAULTS}
        for locale in locales:
            scheme = self.strings(table, locale, "numbering", default=numbering.DEFAULTS.get(locale, ()))
            for pattern in scheme:
                mistake = numbering.mistake(pattern)
                self.check(not mistake, "numbering", locale, mistake, 'use one of 1, a, A, i, I, а in a pattern: "(a)"')
            schemes[locale] = scheme
        return schemes

    def coverage(self, locales: tuple[str, ...]) -> dict[str, Minimum]:
        """Read the minimum translation of each locale."""
        minimums = {}
        for locale, percent in self.table("coverage").items():
            shown = locale if locale.isprintable() else repr(locale)
            hint = f"the locales of this project are {', '.join(locales)}"
            self.check(locale in locales, "coverage", locale, f"{shown} is not one of the locales", hint)
            good = type(percent) in (int, float) and 0 <= percent <= 100
            message = f"the coverage of {shown} is not a number from 0 to 100"
            self.check(good, "coverage", locale, message, f"write a percentage: {shown} = 95")
            if good:
                position = Position(PATH, self.line("coverage", locale))
                minimums[locale] = Minimum(percent=percent, position=position)
        return minimums

    def layout(self, editions: tuple[str, ...]) -> Layout:
        """Read the page layout."""
        table = self.table("print")
        usual = Layout()
        self.known(table, tuple(field.name for field in dataclasses.fields(Layout)), "print")
        chosen = {
            "paper": self.choice(table, "paper", "print", PAPERS),
            "margins": self.choice(table, "margins", "print", MARGINS),
            "page_numbers": self.choice(table, "page_numbers", "print", PAGE_NUMBERS),
        }
        sides = table.get("sides", usual.sides)
        good = type(sides) is int and sides in (1, 2)
        self.check(good, "print", "sides", "sides is neither 1 nor 2", "write sides = 2 to print on both sides")
        large = table.get("large_print", usual.large_print)
        self.check(isinstance(large, bool), "print", "large_print", "large_print must be true or false")
        bound = table.get("bound_words", usual.bound_words)
        right = type(bound) is int and bound in (1, 2, 3)
        self.check(right, "print", "bound_words", "bound_words is none of 1, 2, 3", "write bound_words = 3")
        below = self.strings(table, "below", "print", default=usual.below)
        pairs = tuple(edition for edition in editions if len(edition_locales(edition)) > 1)
        for edition in below:
            message = f"{edition} in below is no edition of two languages"
            self.check(
                edition in pairs, "print", "below", message, f"known are {', '.join(pairs)}" if pairs else "delete it"
            )
        return Layout(**cast("Any", chosen), sides=sides, large_print=large, bound_words=bound, below=below)

    def table(self, key: str) -> Mapping[str, Any]:
        """Return a top-level table, empty if it is not given."""
        value = self.settings.get(key, {})
        self.check(isinstance(value, dict), "", key, f"{key} is not a table", f"write [{key}]")
        return value if isinstance(value, dict) else {}

    def string(self, values: Mapping[str, Any], key: str, where: str, *, default: str) -> str:
        """Return a string."""
        value = values.get(key, default)
        self.check(isinstance(value, str), where, key, f"{key} is not text", f'write {key} = "…"')
        good = not isinstance(value, str) or (len(value) <= MAX_NAME and not CONTROL.search(value))
        self.check(good, where, key, f"{key} is longer than {MAX_NAME} characters, or has a control character in it")
        return value if isinstance(value, str) else default

    def choice(self, values: Mapping[str, Any], key: str, where: str, known: tuple[str, ...]) -> str:
        """Return one of the *known* words; the first is the default."""
        value = self.string(values, key, where, default=known[0])
        shown = value if value.isprintable() else repr(value)
        self.check(value in known, where, key, f"unknown {key} {shown}", f"known are {', '.join(known)}")
        return value

    def strings(self, values: Mapping[str, Any], key: str, where: str, *, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of different strings."""
        value = values.get(key, list(default))
        items: list[Any] = value if isinstance(value, list) else [None]
        good = all(isinstance(item, str) and item.isprintable() for item in items) and len({*items}) == len(items)
        self.check(good, where, key, f"{key} is not a list of different texts", f'write {key} = ["…", "…"]')
        return tuple(items) if good else default

    def message(self, text: str, where: str, key: str, comment: str) -> Message:
        """Make a message of a setting."""
        return Message(msgid=text, position=Position(PATH, self.line(where, key)), comment=comment)

    def known(self, values: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
        """Report unknown keys, with the nearest known one."""
        for key in values:
            if key not in keys:
                shown = key if key.isprintable() else repr(key)
                position = Position(PATH, self.line(where, key))
                self.problems.error(position, "unknown-key", f"unknown key {shown}", errors.nearest(key, keys))

    def check(self, good: object, where: str, key: str, message: str, hint: str = "") -> None:
        """Report *message* at *key* unless *good*."""
        if not good:
            self.problems.error(Position(PATH, self.line(where, key)), "bad-setting", message, hint)

    def line(self, where: str, key: str) -> int:
        """Return the line of *key* in table *where*, or of the table."""
        table_line = max(self.headers.get(name, 0) for name in (where, f"{where}.{key}".strip(".")))
        return self.keys.get((where, key), table_line)

    def _index(self, text: str) -> None:
        """Record the lines of tables and keys once, because tomllib keeps no positions."""
        current = ""
        for number, line in enumerate(text.splitlines(), 1):
            if header := HEADER.match(line):
                current = re.sub(r"""["'\s]""", "", header[1])
                self.headers[current] = number
            elif found := KEY.match(line):
                self.keys.setdefault((current, found[1] or found[2] or found[3] or ""), number)
