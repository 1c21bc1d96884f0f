"""A translation on trial: a message and a text that somebody is typing come in; what it would print, and what is wrong
with it, go out.

The rules are those of `check`, applied to this message alone, and those of the page. Nothing is read or written beside
what the library reads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from protocolpress import markup
from protocolpress.catalogs import edit, rules
from protocolpress.catalogs.entries import Entry, PoFile, has_text
from protocolpress.checks import run
from protocolpress.checks.rule import Context
from protocolpress.errors import Position, Problem, Problems
from protocolpress.localize.translator import Setting, Translator
from protocolpress.model import Document, Emphasis, Message, Passage, Path, Reference, Span, Translation

BOTH = frozenset({"lost-footnote", "placeholder-mismatch", "raw-html"})
"""Rules of the page that the rules of texts find too."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message, and what is needed to judge its translation."""

    entry: Entry
    path: str
    """The catalog."""
    locale: str
    source_locale: str
    header: Entry | None = None
    document: Document | None = None
    """The document that prints it; None for names and words of the interface."""
    host: Document | None = None
    """The protocol of a document that is an annex."""
    here: Path = ()
    """The number of its block, for "this Article"."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem of a translation, and the forms after a safe fix of it; empty if there is none."""

    problem: Problem
    fixed: tuple[str, ...] = ()


def typed(entry: Entry, forms: tuple[str, ...]) -> Entry:
    """Return *entry* as it would be with *forms*, accepted."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    return edit.compose(dataclasses.replace(entry, msgstr=forms, flags=flags, previous=(), unfit=False))


def findings(case: Case, context: Context) -> tuple[Finding, ...]:
    """Return what the rules find in the case's translation as it is, each once; nothing in an empty one."""
    if not all(map(has_text, case.entry.msgstr)):
        return ()
    file = PoFile(entries=tuple(one for one in (case.header, case.entry) if one))
    problems = Problems()
    rules.check(file, case.path, problems)
    found = dict.fromkeys(problem for problem in problems if problem.rule != "missing-header")
    pairs = run.pairs_of(file, case.path, source_locale=case.source_locale, locale=case.locale)
    found |= dict.fromkeys(run.run(pairs, context))
    fixes = _fixes(file, case)
    position = Position(case.path, case.entry.line)
    return tuple(
        Finding(problem=dataclasses.replace(one, position=position), fixed=fixes.get(one.rule, ())) for one in found
    )


def _fixes(file: PoFile, case: Case) -> dict[str, tuple[str, ...]]:
    """Return the corrected forms by the rule that corrects them."""
    found = {}
    for rule in run.ALL:
        if rule.fix is not None:
            fixed = run.fix(file, source_locale=case.source_locale, locale=case.locale, rules=(rule,))
            if fixed != file:
                found[rule.id] = fixed.entries[-1].msgstr
    return found


def printed(case: Case, setting: Setting | None) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the words that each form of the translation prints, and what the page finds wrong with them.

    References are in words, numbers and dates in the language's form, spaces and quotation marks as they are set. With
    no document there is no *setting*: the words are those of the text itself.
    """
    if case.document is None or setting is None:
        return tuple(_plain(form) for form in case.entry.msgstr), ()
    problems = Problems()
    words = tuple(_words(case, case.document, form, setting, problems) for form in case.entry.msgstr)
    position = Position(case.path, case.entry.line)
    return words, tuple(dataclasses.replace(one, position=position) for one in problems if one.rule not in BOTH)


def _plain(form: str) -> str:
    return "" if markup.mistake(form) else markup.plain(markup.inline(form))


def _words(case: Case, document: Document, form: str, setting: Setting, problems: Problems) -> str:
    if markup.mistake(form) or not has_text(form):
        return ""
    position = Position(case.path, case.entry.line)
    message = Message(msgid=case.entry.msgid, context=case.entry.msgctxt or "", position=position)
    added = {(message.context, message.msgid): Translation(forms=(form,), position=position)}
    catalog = dataclasses.replace(setting.catalog, messages={**setting.catalog.messages, **added})
    setting = dataclasses.replace(setting, catalog=catalog, known=None)
    translator = Translator(document, setting, problems, host=case.host)
    translator.here = case.here
    return markup.plain(translator.text(message, optional=True).spans)


def cited(document: Document, host: Document | None, fragment: str, setting: Setting) -> str:
    """Return the full citation of a place in a document, in the setting's language; empty if there is no such place."""
    problems = Problems()
    translator = Translator(document, dataclasses.replace(setting, known=None), problems, host=host)
    message = Message(msgid=f"[](#{fragment})", position=Position(""))
    text = markup.plain(translator.text(message, setting.locale).spans)
    return "" if problems.errors else text


def targets(msgid: str) -> tuple[str, ...]:
    """Return the places and documents that a text refers to, each once, in order."""
    return tuple(dict.fromkeys(_targets(markup.inline(msgid)))) if not markup.mistake(msgid) else ()


def _targets(spans: tuple[Span, ...]) -> Iterator[str]:
    for span in spans:
        match span:
            case Reference(target=target):
                yield target
            case Emphasis(children=children) | Passage(children=children):
                yield from _targets(children)
            case _:
                pass
