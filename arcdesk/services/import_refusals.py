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
    "InstalmentMissing",
    "InstalmentTwice",
    "IssuedAfterWriteOff",
    "NumberOfOtherCustomer",
    "PlanAboveInvoice",
    "PlanAcrossCustomers",
    "PlanDaysWrong",
    "PlanDiffers",
    "PlanIncomplete",
    "ReceiptDiffers",
    "ReceivedLess",
    "UnknownReceipt",
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


class IssuedAfterWriteOff(Refusal):
    """The file moves an invoice behind the day on which some of it was given up."""

    sentence = "The invoice was written off in part on {day}; it cannot be issued on {issued}. Check the date."


class ReceiptDiffers(Refusal):
    """A receipt number that stands for other money already."""

    sentence = (
        "Receipt “{number}” is in the ledger with another customer, day or amount. It was left as it is."
    )


class ReceivedLess(Refusal):
    """The file shows less money received than the ledger has."""

    sentence = (
        "The file shows {received} received, the ledger {known}. Nothing was taken back; check the receipts."
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
