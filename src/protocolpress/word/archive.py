"""Parts → the bytes of a DOCX, reproducible: fixed order, fixed dates, one compression level."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can record."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Make the archive, its parts in the order given; the first must be [Content_Types].xml."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=6)
    return data.getvalue()
