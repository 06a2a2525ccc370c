"""Why a row of a file cannot be brought into the ledger."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal
from arcdesk.services.posting import AllocationAcrossCustomers, AllocationTooLarge

__all__ = [
    "AllocationAcrossCustomers",
    "AllocationTooLarge",
    "AmountBelowSettled",
    "DateOrderOpen",
    "NumberOfOtherCustomer",
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


class UnknownReceipt(Refusal):
    """An allocation of money that is not there."""

    sentence = "There is no receipt “{number}” in this file or the ledger. Check the number."
