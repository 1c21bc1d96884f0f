"""The door to Pillow: a picture is examined before it is set."""

from __future__ import annotations

import io
import re
import warnings

from PIL import ExifTags, Image

from protocolpress.errors import PressError, Problems
from protocolpress.files import Files
from protocolpress.model import Photo
from protocolpress.photographs import without_metadata

MAX_PIXELS = 50_000_000
"""More than an A3 sheet at 400 dots an inch; a larger picture only wastes memory."""

FORMATS = ("PNG", "JPEG")

MODES = frozenset(("1", "L", "LA", "P", "PA", "RGB", "RGBA"))
"""Pillow's names for the modes: black and white, grey, and RGB, with 8 bits or less in each channel."""


ORIENTATION = ExifTags.Base.Orientation
TURNED = (5, 6, 7, 8)
"""Values of Exif's Orientation for a quarter turn."""


def check(files: Files, photo: Photo, problems: Problems) -> float | None:
    """Report a picture that is missing, not a picture, or too large to be set; its pixels are decoded last.

    Return its width as a share of its height, or None if it cannot be set.
    """
    if not photo.file:
        return None
    path = f"sources/{photo.file}"
    try:
        data = files.read(path)
    except PressError as mistake:
        for problem in mistake.problems:
            hint = problem.hint or "add the file, or correct its name"
            message = f"cannot use the picture {photo.file}: {problem.message}"
            rule = "missing-picture" if problem.rule == "missing-file" else problem.rule
            problems.error(photo.position, rule, message, hint)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about size, which is checked below, and about tolerated faults
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height <= MAX_PIXELS:
                image.load()
                without_metadata(data)
                _judge_colours(image.mode, photo, problems)
                share = image.width / image.height
                return 1 / share if image.getexif().get(ORIENTATION) in TURNED else share
    except Image.DecompressionBombError as mistake:
        count = re.search(r"\d+", str(mistake))
        size = f"{int(count[0]):,}" if count else "far too many"
    except Exception as mistake:  # noqa: BLE001 - Pillow's readers may raise anything for a broken file
        message = f"{photo.file} is not a whole PNG or JPEG picture"
        hint = f"save it again as PNG or JPEG ({_reason(mistake)})"
        problems.error(photo.position, "bad-picture", message, hint)
        return None
    else:
        size = f"{image.width} × {image.height}"
    hint = "scale it down: 3000 pixels across are enough for a printed page"
    problems.error(photo.position, "picture-too-large", f"{photo.file} is too large: {size} pixels", hint)
    return None


def _judge_colours(mode: str, photo: Photo, problems: Problems) -> None:
    """Refuse colours that a PDF with sRGB may not contain (ISO 19005-3, 6.2.4.3), or that would be truncated."""
    if mode in MODES:
        return
    kind = "CMYK colours" if mode == "CMYK" else "more than 8 bits a colour"
    hint = "save it as RGB with 8 bits a channel (sRGB)"
    problems.error(photo.position, "unfit-picture", f"{photo.file} has {kind}", hint)


def size(data: bytes) -> tuple[int, int]:
    """Return the width and the height of a picture that `check` has passed, in pixels."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        return image.size


def _reason(mistake: BaseException) -> str:
    return str(mistake).split(" <_io", maxsplit=1)[0].rstrip(".")
