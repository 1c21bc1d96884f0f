"""Pictures without what their pixels do not need: made with Pillow, taken apart by hand, and looked at again."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from protocolpress.photographs import JPEG, PNG, without_metadata

SECRET = b"Jane Secret"


def drawing(mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (40, 30))
    image.putdata([(x * 6, y * 8, (x * y) % 256) for y in range(30) for x in range(40)])
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F], data[0x013B] = "Camera", SECRET.decode()
    data.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    return data


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's options
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def text_chunks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return info


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

JPEGS: dict[str, dict[str, Any]] = {
    "plain": {"comment": SECRET},
    "exif": {"exif": exif(), "comment": SECRET},
    "progressive": {"progressive": True, "comment": SECRET, "exif": exif()},
    "restarts": {"restart_marker_rows": 1, "comment": SECRET},
    "profile": {"icc_profile": PROFILE, "comment": SECRET, "xmp": b"<x:xmpmeta>Jane Secret</x:xmpmeta>"},
}


@pytest.mark.parametrize("name", JPEGS)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_keeps_its_pixels_and_its_colours_only(name: str, mode: str) -> None:
    before = saved(drawing(mode), "JPEG", **JPEGS[name]) + b"a film behind the picture, by Jane Secret"
    assert SECRET in before
    after = without_metadata(before)
    assert SECRET not in after
    assert b"Camera" not in after
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert new.tobytes() == old.tobytes()
    assert new.info.get("icc_profile") == old.info.get("icc_profile")
    assert not {"exif", "comment", "xmp", "photoshop"} & new.info.keys()
    assert new.info["jfif_density"] == old.info["jfif_density"]
    assert without_metadata(after) == after


@pytest.mark.parametrize(
    "options", [{"exif": exif(1)}, {"pnginfo": text_chunks()}, {"icc_profile": PROFILE, "dpi": (300, 300)}]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "1"])
def test_a_png_keeps_its_pixels_and_its_colours_only(mode: str, options: dict[str, Any]) -> None:
    before = saved(drawing(mode), "PNG", **options) + SECRET
    after = without_metadata(before)
    assert SECRET not in after
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert new.tobytes() == old.tobytes()
    assert new.info.keys() == old.info.keys() - {"exif", "Author", "XML:com.adobe.xmp", "xmp"}
    assert new.info.get("icc_profile") == old.info.get("icc_profile")
    assert without_metadata(after) == after


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stays_the_right_way_up(kind: str, orientation: int) -> None:
    before = saved(drawing(), kind, exif=exif(orientation))
    after = without_metadata(before)
    old, new = (ImageOps.exif_transpose(Image.open(io.BytesIO(data))) for data in (before, after))
    assert new.tobytes() == old.tobytes()
    assert dict(Image.open(io.BytesIO(after)).getexif()) == ({0x0112: orientation} if orientation > 1 else {})


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_of_either_byte_order(order: str) -> None:
    tiff = struct.pack(f"{order}2sHIHHHIHHI", b"II" if order == "<" else b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    data = saved(drawing(), "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
    after = without_metadata(data[:2] + segment + data[2:])
    assert Image.open(io.BytesIO(after)).getexif()[0x0112] == 6


def test_the_small_copy_of_a_jfif_file_goes() -> None:
    data = saved(drawing(), "JPEG")
    small = b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x02\x01" + b"SECRET"
    with_copy = JPEG + b"\xff\xe0" + struct.pack(">H", len(small) + 2) + small + data[20:]
    after = without_metadata(with_copy)
    assert b"SECRET" not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_fill_bytes_before_a_marker_are_no_mistake() -> None:
    data = saved(drawing(), "JPEG")
    assert without_metadata(data[:2] + b"\xff\xff" + data[2:]) == without_metadata(data)


@pytest.mark.parametrize("make", [lambda: saved(drawing(), "JPEG"), lambda: saved(drawing(), "PNG")])
def test_a_file_that_breaks_off_is_refused(make: Callable[[], bytes]) -> None:
    data = make()
    for length in {8, 20, 40, len(data) // 2, len(data) - 2}:
        with pytest.raises(ValueError, match="truncated"):
            without_metadata(data[:length])


@given(st.sampled_from([PNG, JPEG, b"<svg"]), st.binary(max_size=200))
def test_whatever_the_bytes_nothing_but_a_refusal_comes_out(head: bytes, rest: bytes) -> None:
    try:
        after = without_metadata(head + rest)
    except ValueError:
        return
    assert len(after) <= len(head + rest) or head != b"<svg"
