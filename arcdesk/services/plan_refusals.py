"""Why a plan cannot be made or ended."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class NoInvoiceChosen(Refusal):
    """A plan over nothing."""

    sentence = "Choose the invoices that the plan is about."


class PlanAcrossCurrencies(Refusal):
    """Invoices in two currencies."""

    sentence = "“{number}” is in {currency}, the other invoices are in {other}. Make a plan for each currency."


class NothingToPlan(Refusal):
    """An invoice with nothing open on the day of the agreement."""

    sentence = "Nothing was open on “{number}” on {day}. Leave it out of the plan."


class InvoiceInPlan(Refusal):
    """An invoice under a plan that stands."""

    sentence = "“{number}” is in plan {plan} already. End or replace that plan first."


class InvoiceDisputedInFull(Refusal):
    """An invoice of which nothing is undisputed."""

    sentence = "“{number}” is disputed in full ({amount}). Settle the dispute first, or leave it out."


class PlanTooLarge(Refusal):
    """More in instalments than is owed."""

    sentence = "The instalments come to {total}, but only {open} was open on the chosen invoices on {day}."


class InvoiceNotReached(Refusal):
    """An invoice that no instalment pays."""

    sentence = "The instalments come to {total} and do not reach “{number}”. Leave it out, or raise them."


class AgreedInFuture(Refusal):
    """An agreement of tomorrow."""

    sentence = "The plan is dated {day}, which is after today. Enter the day it was agreed on."


class UnknownPlan(Refusal):
    """No plan has that number."""

    sentence = "There is no instalment plan “{number}”. Check the number."


class UnknownPlanEnd(Refusal):
    """Not one of the ways in which a plan ends."""

    sentence = "A plan does not end by “{how}”. Choose void or accelerated."


class PlanEndedAlready(Refusal):
    """A plan that is void or replaced, or accelerated for a second time."""

    sentence = "Plan {number} has ended already, on {day}."


class NothingToAccelerate(Refusal):
    """A plan of which nothing is still to fall due."""

    sentence = "Nothing of plan {number} is still to fall due on {day}, so nothing can be called in early."


class EndOutOfRange(Refusal):
    """A plan that ends before it begins, or after today."""

    sentence = "Plan {number} cannot end on {day}. Enter a day from {begin} to today."


class NotThisCustomersProof(Refusal):
    """A contact or a file of another customer, or none at all."""

    sentence = "No. {number} is no contact and no evidence of this customer. Check the number."


class PlanOfOtherCustomer(Refusal):
    """A plan of another customer that was to be replaced."""

    sentence = "Plan {number} belongs to another customer and cannot be replaced by this one."
