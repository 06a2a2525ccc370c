"""Refusals: what the program will not do, each with the one sentence that the person reads."""

from __future__ import annotations


class Refusal(Exception):
    """Base of every expected refusal; anything else that is raised is a bug.

    A subclass sets ``sentence``, an English text with named fields that is also the key of
    its translation; ``values`` fills the fields. The sentence says what happened and what to
    do next. ``field`` names the input that is wrong, where there is one.
    """

    sentence = ""

    def __init__(self, *, field: str = "", **values: object) -> None:
        self.field = field
        self.values = values
        super().__init__(self.sentence.format(**values))


class BadAmount(Refusal):
    """A text that is no amount of money."""

    sentence = "“{text}” is not an amount of money. Write it like 1,234.50."


class TooManyDecimals(Refusal):
    """An amount finer than the fen: never rounded away."""

    sentence = "“{text}” has more than two decimals. Give the amount to the fen."


class BadDate(Refusal):
    """A text that is no day of the calendar."""

    sentence = "“{text}” is not a date. Write it like 2026-03-05."


class AmountTooLarge(Refusal):
    """An amount beyond any receivable, most likely two cells run together."""

    sentence = "“{text}” is larger than any amount ArcDesk keeps. Check it for a missing separator."


class AmountNotPositive(Refusal):
    """Money received, owed or promised that is zero or below."""

    sentence = "The amount must be above zero, not {amount}."


class AmountNegative(Refusal):
    """Costs or interest owed that are below zero."""

    sentence = "{amount} is below zero. Give what is owed, or leave it out."


class BadAmountInWords(Refusal):
    """A text that is no amount written in Chinese numerals."""

    sentence = "“{text}” is not an amount in Chinese words. Write it like 人民币壹仟元整."


class DayOutOfRange(Refusal):
    """A reckoning whose answer lies outside the calendar that ArcDesk keeps."""

    sentence = "The day reckoned from {day} lies outside the years 1900 to 2199. Give a smaller number."


class BadRate(Refusal):
    """A text that is no rate of late interest."""

    sentence = "“{text}” is not a daily rate. Write it like 0.05%, 0.0005 or 万分之五."


class ImplausibleRate(Refusal):
    """A daily rate of more than 1 %, which is nearly always a missing per cent sign."""

    sentence = "“{text}” would be more than 1 % per day. If 0.05 % is meant, write 0.05%."


class BadAnnualRate(Refusal):
    """A text that is no rate per year."""

    sentence = "“{text}” is not a rate per year. Write it in per cent, like 6% or 5.475%."


class ImplausibleAnnualRate(Refusal):
    """A rate per year beyond any contract, or a fraction where per cent are meant."""

    sentence = "“{text}” is no plausible per cent per year. If 6 % a year is meant, write 6%."


class BadMultiplier(Refusal):
    """A factor on the LPR that no claim can be built on."""

    sentence = "The factor on the LPR must be above 0 and at most 4, not {multiplier}."


class BadYearDays(Refusal):
    """A year basis other than the two that are in use (R30)."""

    sentence = "A year of {year_days} days is not in use. Choose 365 or 360."


class DailyRateMissing(Refusal):
    """Interest by contract, but no rate was agreed or entered."""

    sentence = "The contract's daily rate is missing. Enter it in the contract, or reckon by the LPR."


class NoRateOnDay(Refusal):
    """A day before the first rate of the table."""

    sentence = "There is no reference rate for {day}: the table begins on {first_day}. Check the due date."


class BadRateTable(Refusal):
    """A line of the LPR table that cannot be read."""

    sentence = "Line {line} of the LPR table cannot be read: “{text}”. Write it like 2026-02-24,3.00,3.50."


class UnknownDebt(Refusal):
    """A share for a debt that is not open."""

    sentence = "There is no open debt “{name}” to allocate to. Check the name."


class ShareAboveDebt(Refusal):
    """A share larger than what is open of the debt."""

    sentence = "{amount} is more than the {open} open on “{name}”. Lower that share."


class SharesAbovePayment(Refusal):
    """Shares that come to more than the money."""

    sentence = "The shares come to {shares}, more than the {amount} received. Lower one of them."


class SmeRuleNotForDebtor(Refusal):
    """A due date by the regulation for a debtor whom it does not bind."""

    sentence = (
        "The regulation on payments to small enterprises binds public bodies and large enterprises only."
        " Check the size of the customer."
    )


class BadAgreedDays(Refusal):
    """Days of credit that no contract has."""

    sentence = "{days} days of credit are not possible. Give a number from 0 to 3650."


class LprRowTwice(Refusal):
    """A second rate for one day of publication."""

    sentence = "The LPR table already has a row of {day}. Give the day of a later publication."


class LprRowNotLater(Refusal):
    """A rate dated before the last one of the table."""

    sentence = "{day} lies before the last row of the LPR table ({last_day}). Rows are added in their order."


class ImplausibleLpr(Refusal):
    """A rate that is most likely a slip of the hand."""

    sentence = "An LPR of {percent} % is not plausible after {last} % of {last_day}. Check the publication."


class BadWorkdayTable(Refusal):
    """A holiday table that cannot be read."""

    sentence = "The table of working days cannot be read: {detail}. Put the shipped table back."


class UnknownEventKind(Refusal):
    """A kind of event that limitation does not know."""

    sentence = "“{kind}” is no event of limitation. Choose one of: {known}."


class EventHasNoEnd(Refusal):
    """An end given for what is over the day it happens."""

    sentence = "“{kind}” happens on one day. Leave its end out."


class EventEndsBeforeItBegins(Refusal):
    """A proceeding or an obstacle that would end before it began."""

    sentence = "The end on {ends_on} lies before the beginning on {on}. Check the two days."


class BadLimitationYears(Refusal):
    """A length of the period of limitation that no law gives."""

    sentence = "A limitation of {years} years does not exist. Give 3, or 4 for an international sale."


class BadCuts(Refusal):
    """Borders of aging buckets that do not ascend from day 1."""

    sentence = "“{text}” are not ascending whole days above zero, eight at most. Write 30, 90, 180."


class UnknownScheme(Refusal):
    """A name that no aging scheme has."""

    sentence = "There is no aging scheme “{name}”. Choose one of: {known}."
