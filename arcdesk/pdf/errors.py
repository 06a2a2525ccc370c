"""What the print room refuses to print, each with the sentence the person reads."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class MissingGlyph(Refusal):
    """Characters the embedded font cannot draw; printed they would be empty boxes."""

    sentence = "{document} cannot be printed: the document font has no {characters}. Write them another way."


class UnknownLanguage(Refusal):
    """A document asked for in a language it has no words in."""

    sentence = "There are no documents in “{language}”. Choose zh or en."


class MissingField(Refusal):
    """A letter without one of the particulars it needs to count as a demand (R36)."""

    sentence = "{name} is missing from document {number}. Fill it in, then issue the document again."


class NothingOwed(Refusal):
    """A demand whose credits cover all of its invoices."""

    sentence = (
        "Document {number} would be a demand for money that is not owed: the net is {amount}. "
        "Check the receipts and credits."
    )


class EmptyLetter(Refusal):
    """A letter that names no invoice."""

    sentence = "Document {number} lists no invoice. Choose at least one open invoice."


class NoTextForLevel(Refusal):
    """A letter level nobody has written the words for."""

    sentence = "There is no letter text for level {level} in “{language}”. Choose another level or language."


class UnusableTemplate(Refusal):
    """A person's own template that this program cannot read."""

    sentence = "The letter template has a fault in line {line}. Mend it, or go back to the shipped one."


class DeadlineBeforeLetter(Refusal):
    """A deadline the debtor could not meet any more when the letter is written."""

    sentence = (
        "The deadline {deadline} of document {number} lies before its date {issued}. Choose a later deadline."
    )


class FiguresDisagree(Refusal):
    """A document that does not add up; better no paper than a wrong one."""

    sentence = (
        "Document {number} does not add up: {what} should be {expected} but is {found}. "
        "Check the ledger before issuing it."
    )


class UnreadablePdf(Refusal):
    """Bytes that are no PDF, or one that asks for a password."""

    sentence = "This file cannot be shown as a PDF. It may be damaged or protected by a password."


class CannotCopy(Refusal):
    """A piece of evidence that cannot be printed: a recording, a damaged file, one under a password."""

    sentence = (
        "“{title}” cannot be enclosed: only images and PDFs of up to 60 pages that open without a password can be "
        "printed. Leave it out, or hand it over as a file."
    )


class TooManyPages(Refusal):
    """A letter that has become a parcel."""

    sentence = (
        "The letter with its enclosures would have {count} pages, more than {most}. Enclose less, or make a bundle."
    )


class NotALogo(Refusal):
    """A file that cannot stand on a letterhead."""

    sentence = "This file cannot be used as a logo. Choose a PNG or JPEG picture of at most 5 MB."
