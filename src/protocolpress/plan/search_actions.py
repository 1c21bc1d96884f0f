"""The actions of the tasks that make the search of the website, as typed values; see `actions`."""

from __future__ import annotations

import dataclasses

from protocolpress.build.task import Inputs
from protocolpress.project import Project


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """List the words of a document in one language, and divide its text into pieces."""

    project: Project
    locale: str
    document_id: str
    pieces: int

    def __call__(self, given: Inputs) -> bytes:
        """Return the entry of the document."""
        from protocolpress.plan import searching  # noqa: PLC0415 - loaded where it is performed

        return searching.make_entry(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TakePiece:
    """Take a piece of a document's text, for the script *name*."""

    number: int
    name: str

    def __call__(self, given: Inputs) -> bytes:
        """Return it as a script."""
        from protocolpress.plan import searching  # noqa: PLC0415 - loaded where it is performed

        return searching.make_piece(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IndexWords:
    """Index the words of all documents, for a *number* of files; the forms are in *listed* files."""

    number: int
    listed: int

    def __call__(self, given: Inputs) -> bytes:
        """Return the lines of the index."""
        from protocolpress.plan import searching  # noqa: PLC0415 - loaded where it is performed

        return searching.make_index(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListForms:
    """List the forms of some terms."""

    locale: str

    def __call__(self, given: Inputs) -> bytes:
        """Return lines of a form and its term."""
        from protocolpress.plan import searching  # noqa: PLC0415 - loaded where it is performed

        return searching.make_forms(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class GatherForms:
    """Divide the forms of all terms between a *number* of files."""

    number: int

    def __call__(self, given: Inputs) -> bytes:
        """Return the lines of the files."""
        from protocolpress.plan import searching  # noqa: PLC0415 - loaded where it is performed

        return searching.make_form_files(self, given)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TakeLine:
    """Take a line of what another task makes."""

    number: int

    def __call__(self, given: Inputs) -> bytes:
        """Return the line."""
        (data,) = given.needs.values()
        return data.split(b"\n", self.number + 1)[self.number] + b"\n"
