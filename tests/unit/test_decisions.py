"""What a meeting was to deal with, what it decided, and what has become of it."""

from __future__ import annotations

import pytest

import sample
from protocolpress import markup
from protocolpress.errors import Problems, SourceError
from protocolpress.localize.document import localize
from protocolpress.model import ActionState, Document, LocalizedDocument, Paragraph, Table
from protocolpress.sources import body

MINUTES = """{.decision}
The Group adopts the programme.

Some words.

{.decision}
The Group thanks [its hosts](#decision-2012-3), see [](#decision-2012-4) and [Decisions {}](#decision-2012-3).
"""

FRONT = "decisions: 2012/3\n"


def localized(
    document: Document, locale: str = "en", *others: Document, **words: str
) -> tuple[LocalizedDocument, list[str]]:
    problems = Problems()
    found = localize(document, sample.setting(locale, document, *others, words=words), problems)
    return found, [f"{one.message} [{one.rule}]" for one in problems if one.rule != "untranslated"]


def decided(found: LocalizedDocument) -> list[tuple[str, str]]:
    paragraphs = (block for block in found.blocks if isinstance(block, Paragraph) and block.role == "decision")
    return [(block.number, markup.plain(block.text.spans)) for block in paragraphs]


def test_decisions_count_on_from_the_first() -> None:
    found, problems = localized(sample.document(MINUTES, FRONT))
    assert not problems
    first, second = decided(found)
    assert first == ("Decision\u00a02012/3.", "The Group adopts the programme.")
    assert second == (
        "Decision\u00a02012/4.",
        "The Group thanks its hosts, see Decision\u00a02012/4 and Decisions 2012/3.",
    )


def test_a_sentence_begins_with_a_capital_letter_where_a_citation_does_not() -> None:
    words = {"Decision {number}": "решение {number}"}
    found, _ = localized(sample.document(MINUTES, FRONT), "ru", **words)
    assert decided(found)[0][0] == "Решение\u00a02012/3."


def test_a_decision_is_cited_from_elsewhere() -> None:
    minutes = sample.document(MINUTES, FRONT, "protocols/b")
    other = sample.document("By [](protocols/b#decision-2012-4).\n")
    found, problems = localized(other, "en", minutes)
    assert not problems
    (block,) = found.blocks
    assert isinstance(block, Paragraph)
    assert markup.plain(block.text.spans) == "By Decision\u00a02012/4."


def test_a_decision_that_does_not_exist_is_an_error() -> None:
    _, problems = localized(sample.document("See [](#decision-2012-9).\n", FRONT))
    assert problems == ["there is no place #decision-2012-9 in protocols/a [unknown-reference]"]


@pytest.mark.parametrize(
    ("number", "anchor"), [("2012/3", "decision-2012-3"), ("SCWG-7", "decision-scwg-7"), ("5", "decision-5")]
)
def test_the_name_of_a_decision_is_made_of_its_number(number: str, anchor: str) -> None:
    assert body.decision_anchor(number) == anchor


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("", "nothing says which number this decision has"),
        ("decisions: first\n", "first does not end in a number"),
    ],
)
def test_mistakes_in_numbers_of_decisions(front: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        sample.document("{.decision}\nText.\n", front)


def test_the_agenda_is_a_list_of_texts_that_are_translated() -> None:
    document = sample.document("x\n", "agenda:\n  - Opening\n  - Any other business\n")
    assert [one.comment for one in document.agenda] == ["Protocol a · item of the agenda"] * 2
    found, _ = localized(document, "ru", **{"Opening": "Открытие", "Any other business": "Разное"})
    assert [markup.plain(one.spans) for one in found.agenda] == ["Открытие", "Разное"]


TABLE = """{.actions}
| What | Who | When | State |
| --- | --- | --- | --- |
| Write | @north | 2012-06 | done |
| Read | @south | 2012-07 | |
"""


def test_an_action_has_a_state_which_is_open_unless_said() -> None:
    document = sample.document(TABLE)
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [row[3].state for row in table.rows if isinstance(row[3], ActionState)] == ["done", "open"]
    found, _ = localized(document, "ru", done="выполнено", open="выполняется")
    assert isinstance(found.blocks[0], Table)
    assert [markup.plain(row[3].spans) for row in found.blocks[0].rows] == ["done", "open"]


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(SourceError, match="unknown state finished"):
        sample.document(TABLE.replace("done", "finished"))
