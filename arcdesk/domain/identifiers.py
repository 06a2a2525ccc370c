"""Numbers with a form of their own: credit codes, invoice numbers, telephones (R84 to R86).

A number that fails is pointed out, never refused: the public registers hold real ones whose
check characters are wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from arcdesk.domain.gate import Reason
from arcdesk.domain.text import half_width

_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE_LENGTH = 18
_OLD_TAX_NUMBER = re.compile("[0-9]{15}")
_SEPARATORS = re.compile(r"[\s\-‐-―]+")

_INVOICE_NUMBER = re.compile("[0-9]{20}")
_OLD_INVOICE_NUMBER = re.compile("[0-9]{8}")
_OLD_INVOICE_CODE = re.compile("[0-9]{10}(?:[0-9]{2})?")
_INVOICE_YEARS = range(21, 100)

_PHONE = re.compile(
    r"(?:(?:\+?86|0)?1[3-9][0-9]{9}"
    r"|(?:\+?86)?\(?(?:010|02[0-9]|0[3-9][0-9]{2})\)?[0-9]{6,8}"
    r"|[48]00[1-9][0-9]{6})"
    r"(?:(?:转|分机|ext\.?|x|#)[0-9]{1,6})?",
    re.IGNORECASE,
)
_DASHED_EXTENSION = re.compile(r"(?P<number>.*[0-9]{7,8})-(?P<extension>[0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Checked:
    """A number as it is kept, and whether it is well formed.

    Attributes:
        normalised: Half width, capitals, without separators.
        reason: Why it is not valid, or a remark on one that is; a text to translate.
    """

    valid: bool
    normalised: str
    reason: Reason | None = None


def check_uscc(text: str) -> Checked:
    """Whether ``text`` is a unified social credit code by both its check characters (R84, GB 32100).

    An old 15-digit tax number has nothing to check and passes with a remark.
    """
    code = _SEPARATORS.sub("", half_width(text)).upper()
    if _OLD_TAX_NUMBER.fullmatch(code):
        remark = "An old 15-digit tax number; it has no check character."
        return Checked(valid=True, normalised=code, reason=Reason("old_tax_number", remark, {}))
    wrong = _wrong_code(code)
    return Checked(valid=wrong is None, normalised=code, reason=wrong)


def check_invoice_number(number: str, code: str = "") -> Checked:
    """Whether ``number`` is an invoice's: 20 digits alone, or 8 with a code of 10 or 12 (R85).

    The numbers stay texts: zeros in front belong to them.
    """
    plain, plain_code = (_SEPARATORS.sub("", half_width(part)) for part in (number, code))
    reason = None
    valid = True
    if _INVOICE_NUMBER.fullmatch(plain):
        valid = int(plain[:2]) in _INVOICE_YEARS
        if not valid:
            text = "A digital invoice's number begins with its year, 21 or later."
            reason = Reason("invoice_year", text, {})
        elif plain_code:
            text = "A number of 20 digits stands alone; check whether the invoice code belongs to it."
            reason = Reason("code_with_digital_number", text, {})
    elif not (_OLD_INVOICE_NUMBER.fullmatch(plain) and _OLD_INVOICE_CODE.fullmatch(plain_code)):
        valid = False
        text = "An invoice has a number of 20 digits, or one of 8 with a code of 10 or 12 digits."
        reason = Reason("invoice_form", text, {})
    return Checked(valid, plain, reason)


def check_phone(text: str) -> Checked:
    """Whether ``text`` is a telephone number of the mainland: mobile, landline, 400 or 800 (R86).

    An extension may follow, as 转 801, ext. 801 or a dash.
    """
    typed = half_width(text)
    plain = _SEPARATORS.sub("", typed)
    dashed = _DASHED_EXTENSION.fullmatch(typed)
    if dashed and not _PHONE.fullmatch(plain):
        plain = _SEPARATORS.sub("", f"{dashed['number']}转{dashed['extension']}")
    if _PHONE.fullmatch(plain):
        return Checked(valid=True, normalised=plain)
    wrong = "Not a mobile, landline, 400 or 800 number. Check the digits and the area code."
    return Checked(valid=False, normalised=plain, reason=Reason("phone_form", wrong, {}))


def _wrong_code(code: str) -> Reason | None:
    if len(code) != _CODE_LENGTH:
        text = "It has {count} characters; a credit code has 18."
        return Reason("length", text, {"count": len(code)})
    strange = next((sign for sign in code if sign not in _CODE_SIGNS), None)
    if strange is not None:
        text = "“{sign}” does not occur in a credit code; I, O, S, V and Z are left out for 1, 0, 5, U and 2."
        return Reason("character", text, {"sign": strange})
    organisation, last = _organisation_check(code[8:16]), _code_check(code)
    if code[17] != last:
        text = "The last character should be {expected}, not {found}. Compare it with the licence."
        return Reason("check", text, {"expected": last, "found": code[17]})
    if code[16] != organisation:
        text = "Character 17, of the organisation code, should be {expected}, not {found}. Compare it with the licence."
        return Reason("organisation_check", text, {"expected": organisation, "found": code[16]})
    return None


def _code_check(code: str) -> str:
    """Check character over the first 17 (modulo 31)."""
    total = sum(_CODE_SIGNS.index(sign) * weight for sign, weight in zip(code, _CODE_WEIGHTS, strict=False))
    return _CODE_SIGNS[-total % 31]


def _organisation_check(organisation: str) -> str:
    """Check character over the 8 signs of an organisation code (modulo 11); A counts 10, Z 35."""
    total = sum(
        int(sign, 36) * weight for sign, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]
