"""E-mail addresses as people keep them, made into what a mail server takes."""

from __future__ import annotations

import re
import unicodedata

from arcdesk.domain.errors import Refusal

LONGEST = 254
LONGEST_LOCAL = 64

_BETWEEN = re.compile(r"[;,，、；\s]+")
_NAMED = re.compile(r"[^;,，、；\n<>]*<([^<>]*)>")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class BadMailAddress(Refusal):
    """A text that no mail server would deliver to."""

    sentence = "“{text}” is not an e-mail address. Write it like name@company.com."


def parse_address(text: str) -> str:
    """One address with full-width signs made plain and a Chinese domain in its ASCII form.

    Raises:
        BadMailAddress: it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:")
    local, sign, domain = plain.rpartition("@")
    try:
        labels = domain.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        labels = []
    address = f"{local}@{'.'.join(labels)}"
    whole = (
        sign
        and len(local) <= LONGEST_LOCAL
        and len(address) <= LONGEST
        and _LOCAL.fullmatch(local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not whole:
        raise BadMailAddress(text=text.strip()[:80], field="to")
    return address


def parse_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a text that may name several, also as ``Name <address>``; each once, in its order.

    Raises:
        BadMailAddress: one of them is none.
    """
    plain = _NAMED.sub(r"\1;", unicodedata.normalize("NFKC", text))
    parts = (part for part in _BETWEEN.split(plain) if part)
    return tuple(dict.fromkeys(parse_address(part) for part in parts))
