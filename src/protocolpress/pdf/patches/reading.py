"""Reading HTML: tinyhtml5 intends to cache the patterns with which it reads up to a character, but does not."""

from __future__ import annotations

import re

from protocolpress.pdf.patches.patch import Patch

Key = tuple[frozenset[str], bool]
"""Characters, and whether to read everything else instead of them."""


class _Patterns(dict[Key, "re.Pattern[str]"]):
    """The patterns, each made on first use."""

    def __missing__(self, key: Key) -> re.Pattern[str]:
        characters, opposite = key
        found = re.compile(f"[{'' if opposite else '^'}{''.join(map(re.escape, characters))}]+")
        self[key] = found
        return found


PATCHES = (
    Patch(
        "tinyhtml5.inputstream",
        "characters_until_regex",
        _Patterns(),
        "dfe353323dff1fdc",
        used_by="tinyhtml5.inputstream:HTMLUnicodeInputStream.chars_until",
    ),
)
