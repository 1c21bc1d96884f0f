"""Two texts in one language → one line of pieces, kept, deleted and inserted, and the kinds of changes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from protocolpress.compare import tokens
from protocolpress.compare.tokens import Identify, Token
from protocolpress.compare.values import Op, Piece, What, Wording
from protocolpress.model import Text

MOST = 4_000_000
"""Maximum product of the lengths of two texts that are compared word by word; longer ones by sentences first."""

ORDER: tuple[What, ...] = get_args(What)
"""The order in which the kinds of one change are named."""

KINDS: dict[tokens.Kind, What] = {
    "number": "number",
    "date": "date",
    "placeholder": "number",
    "reference": "reference",
    "footnote": "footnote",
}

Code = tuple[str, int, int, int, int]


def compare(
    locale: str,
    old: Text | None,
    new: Text | None,
    identify: tuple[Identify, Identify] = (tokens.anonymous, tokens.anonymous),
) -> Wording:
    """Compare a text with its new version; None for a version that has none."""
    before = tokens.read(old, identify[0], locale=locale) if old else ()
    after = tokens.read(new, identify[1], locale=locale) if new else ()
    return of(locale, before, after, (_is_translated(old), _is_translated(new)))


def of(
    locale: str, old: Sequence[Token], new: Sequence[Token], translated: tuple[bool, bool] = (True, True)
) -> Wording:
    """Compare the tokens of two texts; *translated* tells whether each is in its own language."""
    found: list[Piece] = []
    whats: set[What] = set()
    lost = False
    same_language = translated[0] == translated[1]
    codes = _codes(old, new) if same_language else [("replace", 0, len(old), 0, len(new))]
    for kind, start, end, start_new, end_new in codes:
        if kind == "equal":
            for before, after in zip(old[start:end], new[start_new:end_new], strict=True):
                note = _note(before, after, whats)
                lost |= _is_lost(before, after)
                found.append(_piece("same", after, note))
            continue
        whats |= _whats(old[start:end], new[start_new:end_new])
        found += [_piece("deleted", token, _one_sided("deleted", token)) for token in old[start:end]]
        found += [_piece("inserted", token, _one_sided("inserted", token)) for token in new[start_new:end_new]]
    return Wording(
        locale=locale,
        pieces=tuple(_joined(found)),
        whats=ordered(whats),
        translated=translated[1] and not lost,
        was_translated=translated[0],
    )


def ordered(whats: Iterable[What]) -> tuple[What, ...]:
    """Return kinds of changes in their order, each once."""
    known = set(whats)
    return tuple(what for what in ORDER if what in known)


def _is_translated(text: Text | None) -> bool:
    return text is None or text.translated


def _whats(old: Sequence[Token], new: Sequence[Token]) -> set[What]:
    """Return the kinds of a change; words count where anything else than figures and the like changed."""
    found: set[What] = {KINDS[token.kind] for token in (*old, *new) if token.kind in KINDS}
    if any(token.kind in ("word", "sign") for token in (*old, *new)):
        found.add("words")
    return found


def _is_lost(old: Token, new: Token) -> bool:
    """Whether a footnote has lost its translation."""
    return old.note is not None and new.note is not None and old.note.translated > new.note.translated


def _note(old: Token, new: Token, whats: set[What]) -> tuple[Piece, ...]:
    """Compare the footnotes of two calls."""
    if old.note is None or new.note is None:
        return ()
    compared = compare(new.note.locale, old.note, new.note)
    if compared.whats:
        whats.add("footnote")
    return compared.pieces


def _one_sided(op: Op, token: Token) -> tuple[Piece, ...]:
    """Return the footnote of a call that is in one version only."""
    if token.note is None:
        return ()
    return tuple(_joined(_piece(op, one, ()) for one in tokens.read(token.note)))


def _codes(old: Sequence[Token], new: Sequence[Token]) -> list[Code]:
    """Return the differences as ranges, readable: what is equal between two changes has a meaning of its own."""
    one, other = [token.key for token in old], [token.key for token in new]
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    middle = one[start : len(one) - end], other[start : len(other) - end]
    codes: list[Code] = [("equal", 0, start, 0, start)] if start else []
    codes += [
        (kind, a + start, b + start, c + start, d + start)
        for kind, a, b, c, d in (_words(*middle) if len(middle[0]) * len(middle[1]) <= MOST else _sentences(*middle))
    ]
    codes += [("equal", len(one) - end, len(one), len(other) - end, len(other))] if end else []
    return _readable(codes, old)


def _words(one: Sequence[str], other: Sequence[str]) -> list[Code]:
    return list(difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()) if one or other else []


def _sentences(one: Sequence[str], other: Sequence[str]) -> list[Code]:
    """Compare very long texts by sentences: equal ones are found, and others replaced as a whole."""
    left, right = list(_divided(one)), list(_divided(other))
    said = [" ".join(one[a:b]) for a, b in left], [" ".join(other[a:b]) for a, b in right]
    left.append((len(one), len(one)))
    right.append((len(other), len(other)))
    return [
        (kind, left[a][0], left[b][0], right[c][0], right[d][0])
        for kind, a, b, c, d in difflib.SequenceMatcher(None, *said, autojunk=True).get_opcodes()
    ]


def _divided(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, key in enumerate(keys, 1):
        if key in ".;:?!" or place == len(keys):
            yield start, place
            start = place


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _readable(codes: Sequence[Code], old: Sequence[Token]) -> list[Code]:
    """Join two changes between which only a sign or a short word is equal."""
    found: list[Code] = []
    for place, code in enumerate(codes):
        kind, start, end, start_new, end_new = code
        inner = kind == "equal" and 0 < place < len(codes) - 1
        slight = inner and _is_slight(old[start:end], codes[place - 1], codes[place + 1])
        if found and (slight or (kind != "equal" and found[-1][0] != "equal")):
            before = found.pop()
            found.append(("replace", before[1], end, before[3], end_new))
        else:
            found.append((kind, start, end, start_new, end_new))
    return found


def _is_slight(equal: Sequence[Token], before: Code, after: Code) -> bool:
    """Whether equal tokens between two replacements say nothing by themselves."""
    if len(equal) > 2 or any(token.kind not in ("word", "sign") for token in equal):
        return False
    if "¶" in [token.key for token in equal] or sum(len(token.words) for token in equal) > 4:
        return False
    return all(code[2] - code[1] > 1 and code[4] - code[3] > 1 for code in (before, after))


def _piece(op: Op, token: Token, note: tuple[Piece, ...]) -> Piece:
    return Piece(
        op=op,
        words=token.space + token.words,
        strong=token.strong,
        emphasis=token.emphasis,
        script=token.script,
        lang=token.lang,
        note=note,
    )


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours that are set in one way."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and not last.note and not piece.note and _look(last) == _look(piece):
            words = last.words + piece.words
            last = Piece(
                op=piece.op,
                words=words,
                strong=piece.strong,
                emphasis=piece.emphasis,
                script=piece.script,
                lang=piece.lang,
            )
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _look(piece: Piece) -> tuple[object, ...]:
    return piece.op, piece.strong, piece.emphasis, piece.script, piece.lang
