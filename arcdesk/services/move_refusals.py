"""Why customers cannot be merged or divided, or a move not be undone."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class SameCustomer(Refusal):
    """A customer with himself."""

    sentence = "Both are the customer “{code}”. Choose two different customers."


class MergedAlready(Refusal):
    """A customer who went into another one before."""

    sentence = "“{code}” was merged into “{into}” already. Undo that merge first if it was wrong."


class NothingToMove(Refusal):
    """A split without anything chosen."""

    sentence = "Nothing is chosen. Name the invoices, receipts, contacts or people that belong to the other customer."


class NotOfCustomer(Refusal):
    """A row chosen that the customer does not have."""

    sentence = "“{what}” is not filed under “{code}”. Check the number."


class UnknownMove(Refusal):
    """No merge or split of that number."""

    sentence = "There is no merge or split no. {number}. See: arcdesk customer-moves"


class MoveUndone(Refusal):
    """A move that was taken back before."""

    sentence = "No. {number} was undone already."


class MovedOnSince(Refusal):
    """A later move rests on this one."""

    sentence = "Some of it was moved on by no. {later}. Undo that one first."


class MoneyTornApart(Refusal):
    """Money that has settled across the two customers since."""

    sentence = (
        "Since then money of the one settled invoices of the other: {numbers}. Undoing would tear it apart. "
        "Move what belongs to the other customer by a split instead."
    )


class NowhereToMove(Refusal):
    """A split that names no other customer, or both an old and a new one."""

    sentence = "Name the other customer: one in the ledger, or code and name of a new one, not both."
