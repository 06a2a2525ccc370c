"""Refusals of the importing room: of a whole file, and of one row with its reason."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal

# Of a whole file -----------------------------------------------------------------------------


class FileNotThere(Refusal):
    sentence = "The file “{name}” is not there. Check the path or choose it again."


class FileUnreadable(Refusal):
    sentence = "The file “{name}” can't be read. Close it in the other program or check its permissions."


class FileIsEmpty(Refusal):
    sentence = "The file “{name}” is empty. Export or save it again."


class NotASpreadsheet(Refusal):
    sentence = "“{name}” is not a spreadsheet. Save it as .xlsx or .csv and import that."


class FileDamaged(Refusal):
    sentence = "“{name}” is damaged or cut off. Open it in the program it came from and save it again."


class FileEncrypted(Refusal):
    sentence = "“{name}” is protected by a password. Save it without the password and import that."


class FileTooLarge(Refusal):
    sentence = "“{name}” is larger than {limit_mb} MB. Divide it, for example by year."


class ExpandsTooFar(Refusal):
    sentence = "“{name}” would unpack to more than {limit_mb} MB. This is not an ordinary ledger."


class TooManyCells(Refusal):
    sentence = (
        "Sheet {sheet} reaches to row {rows}, column {columns}: too wide or too deep. "
        "Delete the stray cells and save it again."
    )


class CellTooLong(Refusal):
    sentence = "A cell of “{name}” is endlessly long. Delete its text and save the file again."


class FormatNotRead(Refusal):
    sentence = "“{name}” is a workbook of the kind {kind}, which is not read. Save it as .xlsx and import that."


class FileChanged(Refusal):
    sentence = "The file “{name}” was changed while it was being read. Import it again."


class UnknownEncoding(Refusal):
    sentence = "The characters of “{name}” can't be told. Save it as UTF-8 or as .xlsx."


class WrongEncoding(Refusal):
    sentence = "“{name}” is not written in {encoding}. Choose another encoding, or leave the choice to ArcDesk."


class BrokenDelimitedText(Refusal):
    sentence = (
        "Line {line} of “{name}” has an open quotation mark or an endless cell. Correct it or save as .xlsx."
    )


class NoHeading(Refusal):
    sentence = "No heading row of a ledger was found in “{name}”. The first rows must name the columns."


class MissingColumns(Refusal):
    sentence = "Sheet {sheet} lacks: {columns}. Add the columns or rename their headings."


class SheetNotThere(Refusal):
    sentence = "There is no sheet “{sheet}” in the file. It has: {sheets}."


class UnknownPreset(Refusal):
    sentence = "There is no preset “{preset}”. Choose one of: {presets}."


class PresetDoesNotFit(Refusal):
    sentence = "The preset “{preset}” does not fit this file: it lacks {columns}. Choose another preset."


class MappingDoesNotFit(Refusal):
    sentence = "The layout “{mapping}” does not fit this file: it lacks {columns}. Assign the columns anew."


class FileNotWritable(Refusal):
    sentence = "“{name}” can't be written. Close it in the other program or choose another folder."


class TooManyRows(Refusal):
    sentence = "Sheet {sheet} would have {count} rows; a workbook holds {limit}. Export a shorter period."


# Of one row ----------------------------------------------------------------------------------


class ValueMissing(Refusal):
    sentence = "{heading} is empty. Fill it in."


class CustomerMissing(Refusal):
    sentence = "The row names no customer. Fill in the customer's code or name."


class NumberTwice(Refusal):
    sentence = (
        "“{number}” stands in row {first_row} already. The first one counts; give this one its own number."
    )


class DocumentNotFinal(Refusal):
    sentence = "The document is marked “{status}”. Only audited ones that are not cancelled count."


class InvoiceReversed(Refusal):
    sentence = "The invoice is marked “{status}” and its red invoice is not in the list: nothing is owed on it."


class AmountIsZero(Refusal):
    sentence = "The amount is zero. Leave the row out or give the amount."


class ReceiptNotPositive(Refusal):
    sentence = "“{text}” is not above zero. A refund is entered as a document of kind “other”."


class BalanceContradicts(Refusal):
    sentence = "{amount} is not received {received} plus open {open}. Correct one of the three."


class BalanceDoesNotFollow(Refusal):
    sentence = (
        "The balance {balance} does not follow from the one before and this row: it should be {expected}. "
        "Check debit, credit and balance, or whether a row is missing above."
    )


class ReceivedHasWrongSign(Refusal):
    sentence = "Received {received} has not the sign of the amount {amount}. Enter the refund as its own row."


class CreditUsedUp(Refusal):
    sentence = (
        "The credit {amount} is shown as settled ({received}) but not against what. "
        "Give the invoice in the column 原单编号/credits."
    )


class DisputeTooLarge(Refusal):
    sentence = "Disputed {disputed} is not between zero and the amount {amount}. Correct it."


class BadDays(Refusal):
    sentence = "“{text}” is not a number of days. Write it like 60 or 月结30天."


class BadInstalmentNumber(Refusal):
    sentence = "“{text}” is not the number of an instalment. Write 1 to {most}."


class PlanIncomplete(Refusal):
    sentence = "Plan “{number}” is left out, because another row of it cannot be taken."


class UnknownCode(Refusal):
    sentence = "“{text}” is none of: {choices}."


class UnknownCurrency(Refusal):
    sentence = "“{text}” is not a currency. Write its three letters, like CNY or USD."


class TextTooLong(Refusal):
    sentence = "The text has {count} characters; at most {limit} are kept. Shorten it."
