"""Why a concession cannot be asked for, approved, offered or carried out."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class UnknownConcession(Refusal):
    """No concession has that number."""

    sentence = "There is no concession “{number}”. Check the number."


class AskMissing(Refusal):
    """A request to nobody."""

    sentence = "Say who is to approve the concession."


class ConcessionAcrossCurrencies(Refusal):
    """Invoices of two currencies."""

    sentence = "“{number}” is in {currency}, another one in {other}. Ask for a concession in one currency at a time."


class NothingToGive(Refusal):
    """An invoice with nothing open."""

    sentence = "Nothing is open on “{number}”: there is nothing to give up."


class GivesTooMuch(Refusal):
    """More given up than is owed."""

    sentence = "Only {open} is open on these invoices; {amount} cannot be given up."


class NotThisCustomersContact(Refusal):
    """A contact that belongs to somebody else."""

    sentence = "Contact no. {number} is not this customer's. Choose one of this customer's."


class DecidedAlready(Refusal):
    """A second decision on the same concession."""

    sentence = "That was entered for “{number}” already. Ask for a new one if it is to be another."


class NotApproved(Refusal):
    """Something that nobody who may has allowed."""

    sentence = "“{number}” is not approved. Nothing may be promised before {ask} has approved it."


class NotOffered(Refusal):
    """An acceptance of what was never said."""

    sentence = "“{number}” was not offered to the customer yet."


class ConcessionOver(Refusal):
    """A step on what has ended."""

    sentence = "“{number}” has lapsed, was refused, withdrawn or carried out. Ask for a new one."


class ConditionNotMet(Refusal):
    """An effect before the money came."""

    sentence = "The condition of “{number}” is not met: {missing} is missing. Nothing may be booked."


class NothingToBook(Refusal):
    """A kind that changes nothing in the books."""

    sentence = "“{number}” changes nothing in the books: waived interest is left out of the claim by itself."


class UnknownBooking(Refusal):
    """Neither of the two ways to book a discount."""

    sentence = "“{how}” is no way to book a discount. Choose credit_note or write_off."


class OpenTooLittle(Refusal):
    """What is left open is less than what was to be given up."""

    sentence = "Only {open} is still open on its invoices, {amount} was to be given up. Look into the payments first."
