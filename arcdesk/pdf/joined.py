"""Several sealed PDFs joined into one for the printer; the sealed ones stay as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable


def joined(pdfs: Iterable[bytes]) -> bytes:
    """All pages, document after document, as one PDF.

    Raises:
        UnreadablePdf.
    """
    import pypdfium2  # type: ignore[import-untyped]

    from arcdesk.pdf.preview import opened

    whole = pypdfium2.PdfDocument.new()
    try:
        for content in pdfs:
            with opened(content) as part:
                whole.import_pages(part)
        buffer = io.BytesIO()
        whole.save(buffer)
    finally:
        whole.close()
    return buffer.getvalue()
