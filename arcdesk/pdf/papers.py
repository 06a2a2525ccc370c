"""Confirmations, receipts and agreements as PDF: the one door to their layouts."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.pdf.document import Document, write
from arcdesk.pdf.paper_data import ConfirmationData, PaperData, ReceiptData


def render_papers(papers: Sequence[PaperData]) -> bytes:
    """Several papers in one PDF, each counting its own pages.

    Raises:
        Refusal: for the first that may not be printed; nothing is printed then.
    """
    return write([lay_out_paper(data) for data in papers])


def lay_out_paper(data: PaperData) -> Document:
    """Check a paper and set its pages."""
    if isinstance(data, ConfirmationData):
        from arcdesk.pdf.confirmation_letter import lay_out_confirmation

        return lay_out_confirmation(data)
    if isinstance(data, ReceiptData):
        from arcdesk.pdf.receipt_letter import lay_out_receipt

        return lay_out_receipt(data)
    from arcdesk.pdf.agreement import lay_out_agreement

    return lay_out_agreement(data)
