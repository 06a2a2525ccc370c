"""Time-stamp requests and replies (RFC 3161) as bytes: written, and read into plain values. No network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from arcdesk.domain.errors import Refusal

MOST_BYTES = 1 << 20
"""A reply has a few kilobytes; a larger file is something else and is not read."""
GRANTED = ("granted", "granted_with_mods")
MOST_SERIAL_BITS = 320
BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, NotImplementedError,
)  # fmt: skip
"""What a parser raises over bytes that are not what they claim to be."""


class StampTooLarge(Refusal):
    """A file that is far too large for a reply."""

    sentence = "“{name}” is too large for a time stamp: a reply has a few kilobytes. Choose the .tsr file."


class StampUnreadable(Refusal):
    """Bytes that are no reply and no token of RFC 3161."""

    sentence = "“{name}” is not a whole time stamp (RFC 3161). Choose the .tsr file that the authority sent."


class StampNotGranted(Refusal):
    """The authority answered, but gave no stamp."""

    sentence = "The authority gave no time stamp ({why}). Write a new request and send that."


class StampOtherDigest(Refusal):
    """A stamp over a hash of another kind than the log's."""

    sentence = "The time stamp is over a hash of the kind {digest}; the log has SHA-256. Send the request file."


@dataclass(frozen=True, slots=True)
class Token:
    """What a reply says, before its signature was checked.

    ``imprint`` is the stamped SHA-256 in hex, ``stamped_at`` the authority's time in UTC, ``serial`` in hex,
    ``policy`` an object identifier. ``content`` are the stamped words themselves, ``signed`` the CMS structure
    around them.
    """

    imprint: str
    nonce: int | None
    stamped_at: datetime
    serial: str
    policy: str
    content: bytes
    signed: Any


def request_bytes(imprint: str, nonce: int) -> bytes:
    """A request for a stamp over the SHA-256 ``imprint`` (hex), asking for the authority's certificate."""
    from asn1crypto import algos, core, tsp

    digest = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
    imprinted = {"hash_algorithm": digest, "hashed_message": bytes.fromhex(imprint)}
    asked = {"version": "v1", "message_imprint": imprinted, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def as_response(reply: bytes) -> bytes:
    """The reply in the form that ``openssl ts -verify -in`` reads: a bare token gets its status back."""
    from asn1crypto import cms, tsp

    if not _is_bare(reply):
        return reply
    whole = {"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(reply)}
    return bytes(tsp.TimeStampResp(whole).dump())


def read_reply(content: bytes, name: str) -> Token:
    """The token inside a reply (.tsr) or a bare token; ``name`` is the file's, for the sentence of a refusal.

    Raises:
        StampTooLarge, StampUnreadable, StampNotGranted, StampOtherDigest.
    """
    if len(content) > MOST_BYTES:
        raise StampTooLarge(name=name, field="file")
    try:
        return _token(_content_info(content))
    except BROKEN:
        raise StampUnreadable(name=name, field="file") from None


def _is_bare(content: bytes) -> bool:
    """Whether this is a token alone, which begins with the name of its type; a reply begins with its status."""
    return _inside(content)[:1] == b"\x06"


def _inside(content: bytes) -> bytes:
    """What the outermost brackets hold."""
    from asn1crypto import parser

    return bytes(parser.parse(content, strict=True)[4])


def _content_info(content: bytes) -> Any:
    from asn1crypto import cms, tsp

    if _is_bare(content):
        return cms.ContentInfo.load(content, strict=True)
    status = tsp.PKIStatusInfo.load(_inside(content))  # alone: a refusal has nothing behind it
    if status["status"].native not in GRANTED:
        raise StampNotGranted(why=_why(status), field="file")
    return tsp.TimeStampResp.load(content, strict=True)["time_stamp_token"]


def _why(status: Any) -> str:
    """The authority's own words, else the names of its reasons."""
    said = status["status_string"].native or []
    failed = status["fail_info"].native or ()
    return plain_text("; ".join([*map(str, said), *sorted(map(str, failed))]) or str(status["status"].native))


def _token(info: Any) -> Token:
    from asn1crypto import tsp

    if info["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    signed = info["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise ValueError("no time stamp inside")
    content = bytes(inner["content"])
    said = tsp.TSTInfo.load(content, strict=True)
    plain = said.native  # reads every part: a fault anywhere shows here
    digest = said["message_imprint"]["hash_algorithm"]["algorithm"].native
    if digest != "sha256":
        raise StampOtherDigest(digest=plain_text(str(digest)), field="file")
    imprint, moment, serial = plain["message_imprint"]["hashed_message"], plain["gen_time"], plain["serial_number"]
    if len(imprint) != 32 or not isinstance(moment, datetime) or serial.bit_length() > MOST_SERIAL_BITS:
        raise ValueError("imprint, time or number out of all bounds")
    policy = str(said["policy"].dotted)
    return Token(imprint.hex(), plain["nonce"], moment.astimezone(UTC), f"{serial:X}", policy, content, signed)


def plain_text(text: str, longest: int = 120) -> str:
    """Words from outside, without signs that steer a screen, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:longest]
