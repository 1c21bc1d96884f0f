"""Edits at the desk, edits by hand and `update`, in any order: the catalog that the edits alone would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from protocolpress.catalogs import edit, po, saving, update
from protocolpress.catalogs.entries import PoFile
from protocolpress.catalogs.saving import Saved, Work
from protocolpress.errors import Problems

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

KEYS = ("First text of all.", "A second one, quite different.", "Nothing like the others here")

Edit = tuple[str, int, str]
"""By whom, which message, and the text; or an update, and the template that it uses."""

words = st.text(st.sampled_from('абвгд "\\—«»'), min_size=1, max_size=8).map(lambda text: f"я{text}")
edits = st.lists(st.tuples(st.sampled_from(["desk", "hand", "update"]), st.integers(0, 2), words), max_size=8)


def read(data: bytes, path: str = "ru.po") -> PoFile:
    problems = Problems()
    file = po.parse(data, path, problems)
    assert not problems.errors
    return file


def template(turn: int) -> PoFile:
    """Return a template with all messages: each has them in another order, and says otherwise where they stand."""
    texts = [*KEYS[turn:], *KEYS[:turn]]
    entries = "".join(f'\n#. place {turn}\n#: sources/{turn}.md\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
    return read((HEADER + entries).encode(), "a.pot")


def applied(data: bytes, one: Edit) -> bytes:
    who, place, text = one
    file, key = read(data), (None, KEYS[place])
    if who == "update":
        return po.serialize(update.update(file, template(place)).file)
    entry = saving.find(file, key)
    assert entry is not None
    if who == "hand":
        changed = edit.change(entry, msgstr=(text,))
        return po.serialize(PoFile(entries=tuple(changed if each is entry else each for each in file.entries)))
    result = saving.save(file, key, saving.work(entry), Work(forms=(text,), comments=entry.comments))
    assert isinstance(result, Saved)
    assert [a.raw for a in file.entries if a.key != key] == [b.raw for b in result.file.entries if b.key != key]
    return po.serialize(result.file)


@given(edits, st.integers(0, 2))
def test_the_order_of_updates_among_edits_does_not_matter(given_: list[Edit], last: int) -> None:
    start = po.serialize(update.update(read(HEADER.encode()), template(0)).file)
    mixed = alone = start
    for one in given_:
        mixed = applied(mixed, one)
        alone = applied(alone, one) if one[0] != "update" else alone
    assert applied(mixed, ("update", last, "")) == applied(alone, ("update", last, ""))
