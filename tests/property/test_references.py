"""Whatever the numbering and the nesting: every paragraph can be referred to, by letters and by figures, and cited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import sample
from protocolpress import numbering
from protocolpress.localize import phrases, references
from protocolpress.model import Path

counts = st.lists(st.lists(st.integers(0, 3), max_size=3), min_size=1, max_size=3)

schemes = st.sampled_from(
    [*numbering.DEFAULTS.values(), ("Section A.", "1.", "(a)", "(i)"), ("Раздел I.", "1.", "а)", "a)")]
)


def body(articles: list[list[int]]) -> str:
    """Write articles with paragraphs that have so many sub-paragraphs."""
    lines = []
    for number, paragraphs in enumerate(articles, 1):
        lines += [f"## T {{#t{number}}}", ""]
        for inner in paragraphs:
            lines += ["1. x", *["   1. y"] * inner]
        lines.append("")
    return "\n".join(lines)


def segments(path: Path, scheme: tuple[str, ...]) -> str:
    return "/".join([f"t{path[0]}", *(numbering.bare(scheme[level], n) for level, n in enumerate(path[1:], 1))])


@given(counts, schemes, schemes)
def test_every_number_leads_to_its_own_place(
    articles: list[list[int]], scheme: tuple[str, ...], other: tuple[str, ...]
) -> None:
    document = sample.document(body(articles))
    anchors = references.local_anchors(document)
    assert len(anchors) == len(articles) + sum(map(len, articles)) + sum(sum(inner) for inner in articles)
    for path, anchor in anchors.items():
        figures = "/".join([f"t{path[0]}", *map(str, path[1:])])
        for fragment in (segments(path, scheme), figures):
            found = references.find(document, fragment, (scheme, other))
            assert found == references.Target(path=path, anchor=anchor), fragment


@given(st.lists(st.integers(1, 60), min_size=1, max_size=4).map(tuple), schemes)
def test_a_citation_names_every_level(path: Path, scheme: tuple[str, ...]) -> None:
    message, numbers = phrases.citation(path, scheme, "ru")
    assert phrases.names(message.msgid) == numbers.keys()
    assert "{" not in phrases.fill(message.msgid, numbers)
