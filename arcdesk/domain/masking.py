"""Contact data made unreadable for a list that leaves the house: what remains tells numbers apart, no more."""

from __future__ import annotations

import re
from typing import Literal

ContactKind = Literal["phone", "wechat", "email"]
"""What a column of contact data holds."""

STARS = "***"
_EDGE = r"(?<![0-9A-Za-z])"
_MOBILE = re.compile(
    _EDGE + r"((?:(?:\+|00)?86[- ]?)?1[3-9][0-9])[- ]?[0-9]{4}[- ]?([0-9]{4})(?![0-9A-Za-z])"
)
_LANDLINE = re.compile(_EDGE + r"(\(?0[1-9][0-9]{1,2}\)?[- ]?)[0-9]{3,4}[- ]?([0-9]{4})(?![0-9A-Za-z])")
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*(@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_BETWEEN = re.compile(r"([,;/|、，；\n])")
_LONG = re.compile(r"(?<![*0-9])[0-9]{5,}(?![*0-9])")
_KEPT_DIGITS = 2
_LEAST_DIGITS = 7


def mask(kind: ContactKind, text: str) -> str:
    """``text`` of a column of contact data, masked by the rule of its kind; empty stays empty."""
    if not text.strip():
        return text
    if kind == "phone":
        return mask_phone(text)
    if kind == "email":
        return mask_email(text)
    return mask_wechat(text)


def mask_phone(text: str) -> str:
    """138****1234; a landline keeps its area code: 0571-****0000. Several numbers in one cell are each masked."""
    return "".join(_one_masked(part) for part in _BETWEEN.split(text))


def mask_email(text: str) -> str:
    """a***@x.cn; what is no address keeps its first character alone."""
    found = _EMAIL.sub(_masked_email, text)
    return found if found != text else _first_alone(text)


def mask_wechat(text: str) -> str:
    """w***; an id that is a phone number is masked as one."""
    plain = text.strip()
    return mask_phone(plain) if _MOBILE.fullmatch(plain) else _first_alone(plain)


def mask_in_text(text: str) -> str:
    """A note with the phone numbers and e-mail addresses in it masked.

    A cell that is a number and nothing else stays: it is a document's, not a person's.
    """
    if text.isascii() and not any(character.isalpha() for character in text):
        return text
    return _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", _EMAIL.sub(_masked_email, text)))


def _hide_long(found: re.Match[str]) -> str:
    return _hide_digits(found[0])


def _one_masked(text: str) -> str:
    known = _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", text))
    return _LONG.sub(_hide_long, known) if known != text else _hide_digits(text)


def _hide_digits(text: str) -> str:
    """Of a number in no known form the last two digits stay, of a short one none."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    hidden = set(places if len(places) < _LEAST_DIGITS else places[:-_KEPT_DIGITS])
    return "".join("*" if place in hidden else character for place, character in enumerate(text))


def _masked_email(found: re.Match[str]) -> str:
    return f"{found[1]}{STARS}{found[2]}"


def _first_alone(text: str) -> str:
    return f"{text.strip()[:1]}{STARS}"
