"""The fields for signatures of a PDF: whose they are, and which of them a party signs."""

from __future__ import annotations

from collections.abc import Iterable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from protocolpress.errors import Position, SigningError, error, nearest
from protocolpress.pdf.signature_fields import ARCHIVE, SIGNATORY
from protocolpress.signing.values import Field, Signatory


def found(reader: PdfFileReader) -> tuple[Field, ...]:
    """Return the fields for signatures, in the order of the form."""
    return tuple(
        Field(name=name, signatory=_signatory(reference), is_filled=value is not None, size=_size(reference))
        for name, value, reference in enumerate_sig_fields(reader)
    )


def _signatory(reference: generic.IndirectObject) -> Signatory | None:
    field = reference.get_object()
    told = field.get(f"/{SIGNATORY}")
    if not isinstance(told, generic.DictionaryObject):
        return None
    keys = ("Party", "Person", "Lang", "Name", "Office", "Signed")
    return Signatory(**{key.lower(): str(told.get(f"/{key}", "")) for key in keys})


def _size(reference: generic.IndirectObject) -> tuple[float, float]:
    box = [float(edge) for edge in reference.get_object().get("/Rect", ())]
    return (abs(box[2] - box[0]), abs(box[3] - box[1])) if len(box) == 4 else (0.0, 0.0)


def choose(fields: Iterable[Field], party: str, person: str, *, path: str) -> Field:
    """Return the empty field in which *party* signs; *person* is needed only if several sign for it.

    Raises:
        SigningError: there is no such field, it is filled, or there are several.
    """
    position, every = Position(path), [field for field in fields if field.signatory is not None]
    if not every:
        hint = "sign a file of dist/ or build/ with a signature block; a draft has no fields, nor has a compendium"
        raise SigningError(error(position, "no-signature-field", "there is no field for a signature in it", hint))
    known = list(dict.fromkeys(field.signatory.party for field in every if field.signatory))
    own = [field for field in every if field.signatory and field.signatory.party == party]
    if not own:
        hint = nearest(party, known)
        raise SigningError(error(position, "no-signature-field", f"{party} does not sign this document", hint))
    if person:
        people = [field.signatory.person for field in own if field.signatory]
        own = [field for field in own if field.signatory and field.signatory.person == person]
        if not own:
            message = f"{person} does not sign this document for {party}"
            raise SigningError(error(position, "no-signature-field", message, nearest(person, people)))
    empty = [field for field in own if not field.is_filled]
    if not empty:
        message = f"{party} has already signed"
        raise SigningError(error(position, "already-signed", message, "sign a file that was not signed by it"))
    if len(own) > 1:
        people = [field.signatory.person for field in empty if field.signatory]
        message, hint = f"{len(own)} people sign for {party}", f"say who: --signatory {people[0]}"
        raise SigningError(error(position, "no-signature-field", message, hint))
    return empty[0]


def archive(fields: Iterable[Field]) -> Field | None:
    """Return the empty field for a time stamp; None if it is filled, or missing."""
    return next((field for field in fields if field.name == ARCHIVE and not field.is_filled), None)
