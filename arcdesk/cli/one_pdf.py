"""Several sealed PDFs joined into one for the printer; the sealed ones stay as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path


def join(pdfs: Iterable[bytes], target: Path) -> Path:
    """Write all pages, document after document, to ``target``.

    Raises:
        CannotWrite: the folder is read-only or full.
    """
    import pypdfium2  # type: ignore[import-untyped]

    from arcdesk.files import write_durably

    joined = pypdfium2.PdfDocument.new()
    try:
        for content in pdfs:
            part = pypdfium2.PdfDocument(content)
            joined.import_pages(part)
            part.close()
        buffer = io.BytesIO()
        joined.save(buffer)
    finally:
        joined.close()
    write_durably(target, buffer.getvalue())
    return target
