"""Why a row of a file cannot be brought into the ledger."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal
from arcdesk.importing.errors import PlanIncomplete
from arcdesk.services.posting import AllocationAcrossCustomers, AllocationTooLarge

__all__ = [
    "AllocationAcrossCustomers",
    "AllocationTooLarge",
    "AmountBelowSettled",
    "DateOrderOpen",
    "DocumentsKnown",
    "InstalmentMissing",
    "InstalmentTwice",
    "ListFiltered",
    "LooksEntered",
    "MayBeCovered",
    "NotInList",
    "NumberOfOtherCustomer",
    "OpenAgain",
    "OpenLess",
    "OpeningKnown",
    "PlanAboveInvoice",
    "PlanAcrossCustomers",
    "PlanDaysWrong",
    "PlanDiffers",
    "PlanIncomplete",
    "ReceiptDiffers",
    "ReceivedLess",
    "ReplacedByDocuments",
    "SameDebtTwice",
    "SameTaxInvoice",
    "UnknownReceipt",
    "UsedUnseen",
    "WriteOffDiffers",
    "WrittenOffBefore",
]


class DateOrderOpen(Refusal):
    """A file whose dates read two ways, and nobody has said which is meant."""

    sentence = (
        "Dates like 4/6/2026 in “{name}” can be read two ways. Say whether the month or the day comes first."
    )


class NumberOfOtherCustomer(Refusal):
    """One document number at two customers or in two currencies."""

    sentence = "“{number}” is already in the ledger for another customer or currency. Check the number."


class AmountBelowSettled(Refusal):
    """The file lowers an amount below what is settled of it."""

    sentence = "The amount {amount} is less than the {settled} already settled. Enter the correction as a credit note."


class ReceiptDiffers(Refusal):
    """A receipt number that stands for other money already."""

    sentence = (
        "Receipt “{number}” is in the ledger with another customer, day or amount. It was left as it is."
    )


class WriteOffDiffers(Refusal):
    """A write-off's number that stands for another one already."""

    sentence = (
        "Write-off “{number}” is in the ledger with another invoice, day or amount. It was left as it is."
    )


class WrittenOffBefore(Refusal):
    """The file moves the day of an invoice behind a write-off of it."""

    sentence = "“{number}” was written off on {day} and cannot have been issued later. Check the day of issue."


class LooksEntered(Refusal):
    """A receipt of the file that a person seems to have entered by hand."""

    sentence = (
        "“{number}” looks like receipt {known} of {day}, which was entered here. Taken in as well, it would "
        "count the money twice."
    )


class MayBeCovered(Refusal):
    """A receipt that may stand behind money which an earlier list showed as received without it."""

    sentence = (
        "“{number}” may be part of the {amount} that earlier lists showed as received. Taken in as well, it would "
        "count the money twice."
    )


class ReceivedLess(Refusal):
    """The file shows less money received than a person entered here."""

    sentence = (
        "The file shows {received} received, the ledger {known}: what was entered here is not in the file yet. "
        "It stays as it is."
    )


class OpenLess(Refusal):
    """The file shows more open than the ledger, by money that a person entered here."""

    sentence = (
        "The file shows {open} open, the ledger {known}: what was entered here is not in the file yet. "
        "It stays as it is."
    )


class ListFiltered(Refusal):
    """So much is missing from a list of everything open that it may be a part of it."""

    sentence = "{count} of {all} open items are not in this list. If it was not filtered, take them as settled."


class NotInList(Refusal):
    """An item is open in the ledger and not in a list of everything open."""

    sentence = "It is open in the ledger and no longer in the list, so it counts as settled on {day}."


class UsedUnseen(Refusal):
    """Money of which a list shows less left, and nothing in the list went down by it."""

    sentence = (
        "The list of {day} shows less left of it, and nothing in the list was paid with it: it was used for a "
        "document that no list showed, or paid back."
    )


class SameDebtTwice(Refusal):
    """A file brings documents to an account that the ledger has under other numbers or without any."""

    sentence = (
        "The file brings {count} documents, and the ledger has {known} open items of this customer that it does not "
        "name: {amount} would count twice. Take it in to let the documents of the file stand for them."
    )


class SameTaxInvoice(Refusal):
    """A document whose tax invoice the ledger has already, under another number."""

    sentence = (
        "“{number}” has the tax invoice number of “{known}” over {amount}. Taken in as well, it would count twice."
    )


class ReplacedByDocuments(Refusal):
    """A balance without documents gives way to the documents of a later file."""

    sentence = "Documents of this file stand for {amount} of it from now on."


class OpeningKnown(Refusal):
    """An opening balance of which documents in the ledger are a part."""

    sentence = "Documents in the ledger stand for {amount} of the opening balance: only the rest was taken in."


class OpenAgain(Refusal):
    """An item was covered by a balance of an earlier file and is open again."""

    sentence = "An earlier list showed {amount} of it as paid; this one shows it open again."


class DocumentsKnown(Refusal):
    """A balance without documents differs from the documents of the ledger."""

    sentence = (
        "The list says {balance}, the documents in the ledger come to {known}. Import a list of documents to "
        "see which ones changed."
    )


class PlanDiffers(Refusal):
    """A plan number that stands for another plan already."""

    sentence = "Plan “{number}” is in the ledger with other instalments. It was left as it is."


class InstalmentMissing(Refusal):
    """A plan whose numbers leave a gap."""

    sentence = "Instalment {seq} of plan “{number}” is missing. Number the instalments 1, 2, 3 and so on."


class PlanAcrossCustomers(Refusal):
    """A plan over invoices of two customers or currencies."""

    sentence = "The invoices of plan “{number}” have different customers or currencies. Make a plan for each."


class PlanDaysWrong(Refusal):
    """An instalment due before the one before it, before the agreement, or on two days."""

    sentence = (
        "Instalment {seq} of plan “{number}” is not due after the agreement and the one before it. Correct the day."
    )


class PlanAboveInvoice(Refusal):
    """More in instalments than the invoice comes to."""

    sentence = "The instalments of “{number}” come to {planned}, more than its amount {amount}. Correct them."


class InstalmentTwice(Refusal):
    """The same instalment of the same invoice twice."""

    sentence = "Instalment {seq} of “{number}” stands in the plan already. Leave one of the two out."


class UnknownReceipt(Refusal):
    """An allocation of money that is not there."""

    sentence = "There is no receipt “{number}” in this file or the ledger. Check the number."
