"""The example publication in any languages: the shipped one, in English with a Russian translation, rewritten.

In: the files of the skeleton by path, a catalog of its words for each other language, and the languages wanted, the
source language first. Out: the files of the new project by path. Pure. The translations replace the words of the
sources, so there is one example to maintain, and every other language is a catalog.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from protocolpress import languages, model
from protocolpress.catalogs import edit, po, template
from protocolpress.errors import Problems
from protocolpress.files import MemoryFiles
from protocolpress.model import Message
from protocolpress.plan.library import catalog_path
from protocolpress.project import PATH, read
from protocolpress.sources import parse, registry

OWN = languages.DEFAULT.code
"""The language of the skeleton's sources."""

GLOSSARY = "locales/glossary.tsv"

_PARTIES = re.compile(r'^locale = ".*"$', re.MULTILINE)
_NUMBERING = re.compile(r"(?<=by locale\n).*\Z", re.DOTALL)
_AT = re.compile(r"(?<=^  at: )\S+", re.MULTILINE)

Words = Mapping[tuple[str, str], str]
"""(context, the skeleton's own words) → the words of another language."""


def contents(skeleton: Mapping[str, bytes], words: Mapping[str, bytes], wanted: Sequence[str]) -> dict[str, bytes]:
    """Make the example in the languages *wanted*; *words* are catalogs of the whole skeleton by language."""
    every = {locale: _words(data) for locale, data in words.items()} | {
        locale: dict(_skeleton_words(skeleton, locale)) for locale in (OWN, *_translated(skeleton))
    }
    own = {locale: every[languages.known(locale).code.partition("_")[0]] for locale in wanted}
    files = {path: data for path, data in skeleton.items() if not path.startswith("locales/")}
    texts = {path: data.decode() for path, data in files.items() if path.endswith((".md", ".yaml", ".toml"))}
    said = {path: _said(text, own[wanted[0]]) for path, text in texts.items() if "/" in path or path == PATH}
    said[PATH] = _settings(said[PATH], wanted)
    sources = files | {path: text.encode() for path, text in said.items()}
    return sources | {path: text.encode() for path, text in _catalogs(sources, own)}


def _translated(skeleton: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the locales for which the skeleton has catalogs."""
    return tuple(sorted({path.split("/")[1] for path in skeleton if "/LC_MESSAGES/" in path} - {OWN}))


def _skeleton_words(skeleton: Mapping[str, bytes], locale: str) -> Iterator[tuple[tuple[str, str], str]]:
    for path, data in skeleton.items():
        if path.startswith(f"locales/{locale}/") and path.endswith(".po"):
            yield from _words(data).items()


def _words(data: bytes) -> Words:
    file = po.parse(data, "", Problems())
    return {(entry.msgctxt or "", entry.msgid): entry.msgstr[0] for entry in file.entries if entry.msgid}


def _said(text: str, words: Words) -> str:
    """Replace messages in *text* with their translations: whole messages, the longest first, each part once."""
    at = next((found for (context, _), found in words.items() if context == "at"), "")
    done: list[str] = []

    def keep(found: str) -> str:
        done.append(found)
        return f"\0{len(done) - 1}\0"

    text = _AT.sub(lambda _: keep(at), text)
    for (context, msgid), found in sorted(words.items(), key=lambda pair: -len(pair[0][1])):
        if not context:
            gap = r"[ \n]+(?:(?<=\n)   )?"
            whole = rf"(?<![\w#@/.-]){gap.join(map(re.escape, msgid.split()))}(?![\w-])"
            text = re.sub(whole, lambda _, found=found: keep(found), text)  # type: ignore[misc]
    return re.sub("\0(\\d+)\0", lambda match: done[int(match[1])], text)


def _settings(text: str, wanted: Sequence[str]) -> str:
    """Write the languages into the settings: each party speaks one of the first two."""
    editions = [*wanted, *(f"{one}-{other}" for one in wanted[:2] for other in wanted[:2] if one != other)]
    text = re.sub(r'(?<=source_locale = )"\w+" ', f'"{wanted[0]}" ', text)
    text = re.sub(r"(?<=^locales = ).*", _list(wanted), text, flags=re.MULTILINE)
    text = re.sub(r"(?<=^editions = ).*", _list(editions), text, flags=re.MULTILINE)
    speaking = iter((wanted[0], wanted[1 if len(wanted) > 1 else 0]))
    text = _PARTIES.sub(lambda _: f'locale = "{next(speaking)}"', text)
    schemes = (f"{locale} = {_list(languages.known(locale).numbering)}\n" for locale in wanted)
    return _NUMBERING.sub("".join(schemes), text)


def _list(texts: Sequence[str]) -> str:
    return "[{}]".format(", ".join(f'"{text}"' for text in texts))


def _catalogs(sources: Mapping[str, bytes], words: Mapping[str, Words]) -> Iterator[tuple[str, str]]:
    """Make the templates, and every catalog with all its words."""
    files, problems = MemoryFiles(sources), Problems()
    project = read(files)
    first = project.source_locale
    domains: dict[str, tuple[Message, ...]] = {
        "registry": (*model.messages(project), *model.messages(registry.read(files, problems)))
    }
    for document_id in parse.find(files):
        document = parse.parse(files, document_id, locales=project.locales, source_locale=first)
        domains[document_id] = model.messages(document)
    origin = {(context, said): (context, msgid) for (context, msgid), said in words[first].items()}
    for domain, messages in domains.items():
        pot = template.write(domain, messages)
        yield f"locales/{domain}.pot", pot
        for locale in project.locales:
            file = po.parse(template.to_po(pot, locale).encode(), "", problems)
            entries = [
                edit.change(entry, msgstr=(_found(words[locale], origin, (entry.msgctxt or "", entry.msgid)),))
                if entry.msgid
                else entry
                for entry in file.entries
            ]
            yield catalog_path(locale, domain), template.render(entries)


def _found(words: Words, origin: Mapping[tuple[str, str], tuple[str, str]], said: tuple[str, str]) -> str:
    """Find the words of one language for those of another; words that both own texts share need no context."""
    context, msgid = origin.get(said) or origin[("", said[1])]
    return words.get((context, msgid)) or words[("", msgid)]
