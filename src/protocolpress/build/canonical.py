"""The identity of an action, the same in every process: its function and its parameters.

In: an action. Out: an `Identity`. Unordered sets are sorted; mappings keep their order, which may matter. Positions are
left out, because a setting on another line of its file is the same setting; their files are recorded separately,
because a problem may name the line.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Mapping

from protocolpress.build.task import Action, described
from protocolpress.errors import Position

ENCODE = json.encoder.encode_basestring_ascii

LONGEST = 80
"""Longest parameter, in characters, that a trace stores as text; longer ones are stored as digests."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A function and its parameters."""

    function: str
    parameters: Mapping[str, str]
    places: frozenset[str] = frozenset()
    """Files that the parameters come from."""


class Canon:
    """The identities of actions; a value shared by many tasks is converted once. Lives as long as a run."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[int, tuple[object, str, frozenset[str]]] = {}

    def identity(self, action: Action) -> Identity:
        """Return the identity of *action*."""
        function, parameters = described(action)
        places = frozenset[str]()
        written = {}
        for name, value in parameters.items():
            if isinstance(value, str) and len(value) < LONGEST:
                written[name] = value
            else:
                written[name], own = self._written(value)
                places |= own
        return Identity(function=function, parameters=written, places=places)

    def _written(self, value: object) -> tuple[str, frozenset[str]]:
        known = self._known.get(id(value))
        if known is None:
            places: set[str] = set()
            words = text(value, places)
            if len(words) > LONGEST:
                words = hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
            # Keep the value too: as long as it lives, no other value can have its id.
            known = self._known[id(value)] = (value, words, frozenset(places))
        return known[1:]


def text(value: object, places: set[str]) -> str:
    """Write *value* down; the files of positions in it go to *places*.

    Raises:
        TypeError: the value has no canonical form.
    """
    match value:
        case Position(path=path):
            places.add(path)
            return "@"
        case str():
            return ENCODE(value)
        case None | bool() | int() | float():
            return json.dumps(value)
        case dt.date():
            return value.isoformat()
        case frozenset() | set():
            return f"{{{','.join(sorted(text(item, places) for item in value))}}}"
        case tuple() | list():
            return f"[{','.join(text(item, places) for item in value)}]"
        case Mapping():
            pairs = (f"{text(key, places)}:{text(item, places)}" for key, item in value.items())
            return f"{{{','.join(pairs)}}}"
    kind = type(value)
    if dataclasses.is_dataclass(kind):
        fields = (f"{name}={text(getattr(value, name), places)}" for name in _fields(kind))
        return f"{kind.__name__}({','.join(fields)})"
    message = f"a task parameter cannot be a {kind.__name__}"
    raise TypeError(message)


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
