"""Hypothesis strategies for the text of documents: words, numbers, dates, names of both languages, and markup spans.

What comes out is what people type: straight and typographic quotes, hyphens for dashes, placeholders, addresses.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from protocolpress import model

ENGLISH = (
    "the|agencies'|Parties|don't|crew's|'90s|co-chairs|U.S.|O'Keefe|a|I|J. Smith|Mr. Bolden|No. 5|Article 2|§ 3|-5"
    "|p. 12-15|paragraph (a)|February 29|5'10\"|«mot»|“Soyuz”|‘so’|rock 'n' roll|10 km|10 %|10\u202f%|e\u0301te\u0301"
)
RUSSIAN = (
    "Стороны|в|и|а|о|же|бы|из-за|О'Киф|А. Н. Перминов|А.Н. Перминов|Перминов А.Н.|№ 5|№5|ст. 5|п. 2|г. Москва|2012 г."
    "|2011-2012 гг.|им. Хруничева|29 февраля|10 км|и т. д.|т.е.|1 234 567|«Атлантис»|“Союз”|„Мир“|-5|10\u2009%|ЭО-28"
    "|XIX—XX|бы\u0301л"
)
UNTOUCHABLE = (
    "{name}",
    "{count}",
    "{when:%Y-%m-%d}",
    "https://example.org/a'b/2011-2012",
    "www.example.org/-x-",
    "a-b@example.org",
)
SHARED = (
    "2011-2012|12-15|15-12|2012-02-29|SCWG-2012-1|STS-135|555-1234|+1 202-358-1600|2011|Roscosmos|\"|'|(|)"
    "|\ufdd0|\ufdd3"
)
SPACES = (" ", " ", " ", " ", "\u00a0", ", ", ". ")
BETWEEN = (*SPACES, " - ", " -- ", " – ", " — ", "—", "--", ' "', '" ', " '", "' ", ' ("', '"), ')
WORDS = {
    "en": (*f"{ENGLISH}|{SHARED}".split("|"), *UNTOUCHABLE),
    "ru": (*f"{RUSSIAN}|{SHARED}".split("|"), *UNTOUCHABLE),
}


def pieces(locale: str) -> st.SearchStrategy[list[str]]:
    """Return words of *locale* and what stands between them, in turn."""
    pair = st.tuples(st.sampled_from(WORDS[locale]), st.sampled_from(BETWEEN))
    return st.lists(pair, max_size=12).map(lambda pairs: [piece for pair in pairs for piece in pair])


def sentences(locale: str) -> st.SearchStrategy[str]:
    """Return running text of *locale*."""
    return pieces(locale).map("".join)


def spans(locale: str, *, objects: bool = True) -> st.SearchStrategy[tuple[model.Span, ...]]:
    """Return the spans of a block: text cut between words, in marked-up runs; *objects* adds breaks and calls."""
    plain = st.lists(st.sampled_from((*WORDS[locale], *BETWEEN)), max_size=3).map("".join).map(model.Plain)
    alone: tuple[model.Span, ...] = (model.Break(), model.NoteCall("1"), model.Reference("#science", ()))
    leaf = plain | st.sampled_from(alone) if objects else plain

    def wrap(inner: st.SearchStrategy[model.Span]) -> st.SearchStrategy[model.Span]:
        children = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return (
            st.builds(model.Emphasis, children, st.booleans())
            | st.builds(model.Link, st.just("https://example.org/2011-2012"), children)
            | st.builds(model.Mention, st.just("bolden"), children)
            | st.builds(model.Reference, st.just("#science/1"), children)
        )

    return st.lists(st.recursive(leaf, wrap, max_leaves=4), max_size=4).map(tuple)


def texts(spans: tuple[model.Span, ...]) -> Iterator[str]:
    """Return the text leaves of *spans*, in order."""
    for span in spans:
        if isinstance(span, model.Plain):
            yield span.text
        elif not isinstance(span, model.Break | model.NoteCall):
            yield from texts(span.children)
