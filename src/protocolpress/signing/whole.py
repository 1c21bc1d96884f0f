"""Whether anything but signatures came after a signature: the published attacks on signed PDFs all need that.

A signature must cover everything of the file as it was then, but for its own place. What follows may only be other
signatures, time stamps, and data for verifying them; pyHanko compares the objects of all versions of the file. Beside
that, nothing may follow the end of the last version: a viewer that repairs files might read it.
Source: Mladenov and others, "1 Trillion Dollar Refund" (2019); Mainka and others, "Shadow Attacks" (2021).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from asn1crypto.parser import peek
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel

from protocolpress.errors import Position, Problem, SigningError, error
from protocolpress.signing import door

HINT = "this is not the file that was signed: get it again from where it is kept"

END = re.compile(rb"startxref\s+(\d+)\s+%%EOF[\r\n]*\Z")
"""The end of a version of a file (ISO 32000-1, 7.5.5)."""


def problems(signature: EmbeddedPdfSignature, path: str) -> Iterator[Problem]:
    """Yield what is wrong with the file after *signature*, or with its coverage."""
    position = Position(path)
    if algorithm := unknown_algorithm(signature):
        message = f"{signature.field_name}: the signature cannot be judged here: its algorithm is {algorithm}"
        yield error(position, "bad-signature", message, "verify it with the program that made it")
        return
    with door.guarded(path, "changed-after-signing", "its versions cannot be compared", HINT):
        signature.compute_integrity_info()
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        message = f"{signature.field_name}: the signature covers only a part of the file"
        yield error(position, "changed-after-signing", message, HINT)
        return
    content = signature.pkcs7_content
    if content[peek(content) :].strip(b"\0"):
        message = f"{signature.field_name}: something is hidden behind the signature"
        yield error(position, "bad-signature", message, HINT)
    later = signature.diff_result
    if isinstance(later, DiffResult):
        if later.modification_level > ModificationLevel.FORM_FILLING or later.changed_form_fields - _signatures(
            signature
        ):
            yield error(
                position,
                "changed-after-signing",
                f"{signature.field_name}: the file was changed after it was signed",
                HINT,
            )
    elif later is not None:
        yield error(
            position,
            "changed-after-signing",
            f"{signature.field_name}: the file was changed after it was signed: {later}",
            HINT,
        )


def unknown_algorithm(signature: EmbeddedPdfSignature) -> str:
    """Return the digest algorithm of a signature if no library here has it, such as that of GOST; else nothing."""
    name = str(signature.signer_info["digest_algorithm"]["algorithm"].native)
    return "" if name in hashlib.algorithms_available else name


def _signatures(signature: EmbeddedPdfSignature) -> set[str]:
    return {one.field_name for one in signature.reader.embedded_signatures}


def end(data: bytes, path: str) -> Iterator[Problem]:
    """Yield a problem if the file goes on after its last version."""
    found = END.search(data[-2048:])
    if found is None or data.count(b"%%EOF") < 1 or int(found[1]) != _last(data):
        yield error(Position(path), "changed-after-signing", "the file goes on after its end", HINT)


def _last(data: bytes) -> int:
    """Return what the last `startxref` says that is not followed by another; -1 if there is none."""
    place = data.rfind(b"startxref")
    number = re.match(rb"startxref\s+(\d+)", data[place : place + 40]) if place >= 0 else None
    return int(number[1]) if number else -1


def require(reader: PdfFileReader, path: str) -> None:
    """Raise `SigningError` if the file was changed after one of its signatures, but for those that cannot be judged."""
    with door.guarded(path, "changed-after-signing", "its signatures cannot be read", HINT):
        signatures = list(reader.embedded_signatures)
    found = [
        problem for signature in signatures if not unknown_algorithm(signature) for problem in problems(signature, path)
    ]
    if found:
        raise SigningError(*found)
