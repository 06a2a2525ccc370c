"""What the command line refuses before any service is asked."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class UnknownInterfaceLanguage(Refusal):
    """A language that has no texts."""

    sentence = "There is no language “{language}”. Choose zh or en."


class NotText(Refusal):
    """A word of the command line whose bytes mean nothing in the system's encoding."""

    sentence = "“{text}” has signs that are no text on this system. Rename the file, or type the word anew."


class BadPair(Refusal):
    """An option value that should join two things."""

    sentence = "“{text}” is not of the form {form}. Write it like {example}."


class NothingToKeep(Refusal):
    """A name for a layout, and no layout."""

    sentence = "There is nothing to keep. Say what the columns mean, such as --map amount=货款."


class BadMoment(Refusal):
    """A text that is no day with a time of day."""

    sentence = "“{text}” is not a day and time. Write it like 2026-10-07 15:20."


class BadEvent(Refusal):
    """An event of limitation that is not written as kind and day."""

    sentence = "“{text}” is not of the form KIND@DATE. Write it like payment@2025-02-28."


class EventStartMissing(Refusal):
    """An event of limitation with an end and no beginning."""

    sentence = "“{text}” has no first day. Write it like {kind}@2024-01-05..2025-03-01."


class FileMissing(Refusal):
    """``import`` without a file."""

    sentence = "FILE is missing. Say which file to import, or use --list or --undo."


class BadSame(Refusal):
    """Not NAME=CODE."""

    sentence = (
        "“{text}” is not NAME=CODE. Write the name as in the file, then the customer's code, or nothing for a new one."
    )


class BadDateOrder(Refusal):
    """Neither of the two orders."""

    sentence = "“{text}” is not an order of dates. Choose mdy (4/6 is 6 April) or dmy (4/6 is 4 June)."


class DateOrderOpen(Refusal):
    """Dates of a file that can be read in two ways."""

    sentence = "The dates of “{name}” can be read in two ways. Add --date-order mdy or --date-order dmy."


class NobodyChosen(Refusal):
    """A command for customers without one."""

    sentence = "No customer is named. Give customer codes, or --all."


class NamedAndAll(Refusal):
    """Customers named beside ``--all``."""

    sentence = "Customers are named beside --all. Give one or the other."


class NoInvoiceNamed(Refusal):
    """A command for invoices without one."""

    sentence = "No invoice is named. Give invoice numbers, or --missing."


class UnknownStart(Refusal):
    """Days that count from something else."""

    sentence = "Days cannot count from “{start}”. Choose one of: {known}."


class UnknownOrder(Refusal):
    """Neither of the two orders of payment."""

    sentence = "“{order}” is not an order of payment. Choose one of: {known}."


class OptionMissing(Refusal):
    """An option that another one needs."""

    sentence = "{option} is missing. Add it, or see --help."


class NothingLeft(Refusal):
    """A rule that finds nothing to do."""

    sentence = "“{number}” has {rest} unallocated and no open invoice that it could settle. Nothing was changed."


class NotANumber(Refusal):
    """A text where the number of a row is wanted."""

    sentence = "“{text}” is no number for {option}. Give it as the list shows it, like 12."


class DaysReversed(Refusal):
    """A period that ends before it begins."""

    sentence = "{first} is after {last}. Give the earlier day first."


class OptionsClash(Refusal):
    """Two options that cannot stand together."""

    sentence = "{first} and {second} cannot stand together. Give one of them."


class UnknownChoice(Refusal):
    """A word that an option does not know."""

    sentence = "{option} does not know “{text}”. Choose one of: {known}."


class BadDebt(Refusal):
    """A text that does not describe a debt."""

    sentence = "“{text}” is not of the form --debt NAME:AMOUNT:DUE[:RATE[:secured]]. Write it like {example}."


class DebtTwice(Refusal):
    """Two debts of one name."""

    sentence = "“{name}” is the name of two debts. Give each a name of its own."


class NothingOfThatName(Refusal):
    """A name that neither an invoice nor a customer has."""

    sentence = "There is neither an invoice nor a customer “{name}”. Check the name."


class HoldNameTwofold(Refusal):
    """A name that both an invoice and a customer have."""

    sentence = "“{name}” is an invoice and a customer as well. Add --invoice or --customer."


class NotAWorkbookName(Refusal):
    """A workbook under a name that no spreadsheet program opens."""

    sentence = "“{name}” does not end in .xlsx. Give the workbook such a name."


class NotATextName(Refusal):
    """A name that Excel would not open as delimited text."""

    sentence = "“{name}” does not end in .csv. Give the text file such a name."


class NotAPdfName(Refusal):
    """A sheet under a name that no program opens as a PDF."""

    sentence = "“{name}” does not end in .pdf. Give the sheet such a name."


class NoScreen(Refusal):
    """The window has nowhere to open."""

    sentence = "The window cannot open: {why}. Use a command instead, such as: arcdesk demo --no-gui"


class NoPasswordGiven(Refusal):
    """A protected workspace, and nobody at a terminal to ask."""

    sentence = (
        "A password is needed. Enter it at a terminal, or set the variable {variable}, or run once: arcdesk unlock"
    )


class OneAtATime(Refusal):
    """Options that exclude each other."""

    sentence = "Choose one of these: {names}."


class NoDocumentNamed(Refusal):
    """A command for issued documents without one."""

    sentence = "No document is named. Give numbers of issued documents, or --unsent."


class AddressForOne(Refusal):
    """One address for the letters of several customers."""

    sentence = "--to stands for {count} documents. Name the one document that goes to this address."
