"""The index of a language: from all its entries to files of which a query loads only some.

Each stage writes lines, and a file of the website is one line, so that a change to one document reaches only the files
that it changes. How many files there are depends only on the number of documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from protocolpress import languages
from protocolpress.search import entries, grammar, packing, words

PREFIX = 3
"""Letters of a form that decide in which file it is."""


def places(documents: Sequence[bytes], number: int, listed: int) -> bytes:
    """Return lines: the table of documents, then *number* files of places, then *number* lists of words and terms.

    The table also says that forms are in *listed* files. A document's number is its place in *documents*.
    """
    table: list[int] = []
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    seen: dict[str, set[str]] = {}
    for place, data in enumerate(documents):
        known = entries.load(data)
        starts = known["starts"]
        table += [known["length"], known["head"], len(starts), *packing.rising(starts)]
        for term, positions in known["places"].items():
            numbers = (place - last.get(term, 0), len(positions), *packing.rising(positions))
            postings.setdefault(term, []).append(packing.packed(numbers))
            last[term] = place
        for word, terms in known["seen"].items():
            seen.setdefault(word, set()).update(terms)
    about = {"n": len(documents), "p": number, "f": listed, "d": packing.packed(table)}
    shards: list[dict[str, str]] = [{} for _ in range(number)]
    for term in sorted(postings):
        shards[packing.shard(term, number)][term] = "".join(postings[term])
    lexicon: list[dict[str, list[str]]] = [{} for _ in range(number)]
    for word in sorted(seen):
        for term in sorted(seen[word]):
            lexicon[packing.shard(term, number)].setdefault(term, []).append(word)
    return b"".join(
        (
            entries.script("index", about),
            *(entries.script(f"p{place}", shard) for place, shard in enumerate(shards)),
            *(json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in lexicon),
        )
    )


def forms(lexicon: bytes, locale: str) -> bytes:
    """Return lines of a form and its term: all forms of the terms of a list, seen or not."""
    found = set[str]()
    latin = languages.script(locale) == "Latin"
    for term, seen in json.loads(lexicon).items():
        for form in (*seen, *grammar.forms(term, locale)):
            found.add(f"{form} {term}\n")
            if latin:
                found.add(f"{words.bare(form)} {term}\n")
    return "".join(sorted(found)).encode()


def gathered(lists: Iterable[bytes], number: int) -> bytes:
    """Return *number* lines: the files that lead from forms to terms."""
    shards: list[dict[str, list[str]]] = [{} for _ in range(number)]
    for data in lists:
        for pair in data.decode().splitlines():
            form, _, term = pair.partition(" ")
            shards[packing.shard(form[:PREFIX], number)].setdefault(form, []).append(term)
    return b"".join(_forms_file(place, shard) for place, shard in enumerate(shards))


def _forms_file(place: int, shard: dict[str, list[str]]) -> bytes:
    terms = {term: number for number, term in enumerate(sorted({term for found in shard.values() for term in found}))}
    return entries.script(f"f{place}", {"t": [*terms], "f": " ".join(_written(shard, terms))})


def _written(shard: dict[str, list[str]], terms: dict[str, int]) -> Iterator[str]:
    """Yield forms in order: how many letters the form before shares, the others, its terms unless the same."""
    before, same = "", ""
    for form in sorted(shard):
        common = 0
        while common < min(len(form), len(before)) and form[common] == before[common]:
            common += 1
        refers = packing.packed(terms[term] for term in sorted(shard[form]))
        yield packing.packed((common,)) + form[common:] + (f"|{refers}" if refers != same else "")
        before, same = form, refers
