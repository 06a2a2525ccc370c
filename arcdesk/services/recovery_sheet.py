"""The printable sheet of a recovery key: made in memory, kept nowhere by the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.files import write_durably


class SheetBesideBooks(Refusal):
    """The sheet into the folder that it opens: the key under the mat."""

    sentence = "The recovery key does not belong into the folder of the books. Save it to a stick, or print it."


def recovery_sheet_pdf(key: str, company: str, folder: Path, made_on: date, language: str) -> bytes:
    """One page with the recovery key of the books in ``folder``, what it is for and how it is used.

    What the font cannot draw of names is left out: nothing may keep this sheet from being printed.
    """
    from arcdesk.pdf.fonts import missing_glyphs
    from arcdesk.pdf.recovery_sheet import RecoverySheetData, render_recovery_sheet

    def drawable(text: str) -> str:
        missing = set(missing_glyphs(text))
        return "".join(sign for sign in text if sign not in missing)

    return render_recovery_sheet(
        RecoverySheetData(language, drawable(company), drawable(folder.name), made_on, key)
    )


def save_sheet(pdf: bytes, target: Path, folder: Path) -> None:
    """Write the sheet where the person wants it, but not into the ``folder`` of the books.

    Raises:
        SheetBesideBooks, CannotWrite.
    """
    if target.resolve().is_relative_to(folder.resolve()):
        raise SheetBesideBooks(field="file")
    write_durably(target, pdf)
