"""Who signed a time stamp: the CMS signature over its words, by the certificate inside (RFC 3161, RFC 5652).

Whether that certificate leads up to an authority one trusts is not decided here: a list of trusted roots goes
stale on a computer that is offline, and a court decides it by its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.services.stamp_reply import BROKEN, StampUnreadable, Token, plain_text

DIGESTS = ("sha256", "sha384", "sha512")
"""What may stand under a signature; SHA-1 and older ones can be forged."""


class StampForged(Refusal):
    """The signature does not fit the words."""

    sentence = "The signature of “{name}” does not fit its content: it was altered or forged. It was not attached."


class StampWithoutCertificate(Refusal):
    """Nothing to check the signature by."""

    sentence = "“{name}” carries no certificate of the authority. Ask it for a reply with its certificate."


class StampCertificateUnfit(Refusal):
    """Signed by a certificate that is none of a time-stamping authority, or was not valid at the time."""

    sentence = "The certificate of “{authority}” in the reply is not valid for a time stamp of that moment."


class StampSchemeUnknown(Refusal):
    """A signature that cannot be checked here, as the Chinese SM2."""

    sentence = (
        "The time stamp is signed by a scheme that cannot be checked here ({scheme}). "
        "Add the reply as a piece of evidence instead, and have the authority confirm it."
    )


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate signed: its name, and whose certificate vouches for that."""

    authority: str
    issuer: str


def check_signature(token: Token, name: str) -> Signer:
    """Hold the signature against the words of the token.

    Raises:
        StampForged, StampWithoutCertificate, StampCertificateUnfit, StampSchemeUnknown, StampUnreadable.
    """
    from cryptography import x509

    odd = (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
    try:
        return _checked(token, name)
    except (*BROKEN, *odd):
        raise StampUnreadable(name=name, field="file") from None


def _checked(token: Token, name: str) -> Signer:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    (signer,) = token.signed["signer_infos"]
    found = _certificate(token.signed, signer["sid"])
    if found is None:
        raise StampWithoutCertificate(name=name, field="file")
    certificate = x509.load_der_x509_certificate(found)
    digest = str(signer["digest_algorithm"]["algorithm"].native)
    if digest not in DIGESTS:
        raise StampSchemeUnknown(scheme=plain_text(digest), field="file")
    attributes = _attributes(signer)
    is_bound = (
        attributes["content_type"].native == "tst_info"
        and attributes["message_digest"].native == hashlib.new(digest, token.content).digest()
        and _names_certificate(attributes, found)
    )
    words = b"\x31" + signer["signed_attrs"].dump()[1:]  # signed as a set of its own, whatever its tag here
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        raise StampSchemeUnknown(scheme=plain_text(str(signer["signature_algorithm"]["algorithm"].native))) from None
    if not is_bound or not _fits(key, signer, digest, words):
        raise StampForged(name=name, field="file")
    who = Signer(_name_of(certificate.subject), _name_of(certificate.issuer))
    _refuse_unfit(certificate, token, who)
    return who


def _certificate(signed: Any, sid: Any) -> bytes | None:
    """The signer's certificate among those that came along, as DER."""
    for choice in signed["certificates"]:
        if choice.name != "certificate":
            continue
        certificate = choice.chosen
        if sid.name == "issuer_and_serial_number":
            issuer, number = sid.chosen["issuer"], sid.chosen["serial_number"].native
            same = certificate.issuer == issuer and certificate.serial_number == number
        else:
            same = certificate.key_identifier == sid.chosen.native
        if same:
            return bytes(certificate.dump())
    return None


def _attributes(signer: Any) -> dict[str, Any]:
    """The signed attributes, each of which stands once with one value."""
    found: dict[str, Any] = {}
    for attribute in signer["signed_attrs"]:
        kind = attribute["type"].native
        if kind in found:
            raise ValueError("an attribute stands twice")
        (found[kind],) = attribute["values"]
    return found


def _names_certificate(attributes: dict[str, Any], certificate: bytes) -> bool:
    """Whether the signer signed for this certificate, so that no other can be put in its place (RFC 5816)."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"]["certs"][0]
        digest = str(named["hash_algorithm"]["algorithm"].native)
        return digest in DIGESTS and named["cert_hash"].native == hashlib.new(digest, certificate).digest()
    named = attributes["signing_certificate"]["certs"][0]
    return bool(named["cert_hash"].native == hashlib.sha1(certificate, usedforsecurity=False).digest())


def _fits(key: Any, signer: Any, digest: str, words: bytes) -> bool:
    """Whether the signature is that of ``key`` over ``words``."""
    from cryptography.exceptions import InvalidSignature

    terms = _terms(key, signer["signature_algorithm"], digest)
    if terms is None:
        scheme = str(signer["signature_algorithm"]["algorithm"].native)
        raise StampSchemeUnknown(scheme=plain_text(scheme), field="file")
    try:
        key.verify(signer["signature"].native, words, *terms)
    except InvalidSignature:
        return False
    return True


def _terms(key: Any, scheme: Any, digest: str) -> tuple[Any, ...] | None:
    """Padding and hash that ``key`` verifies with under ``scheme``; None where the two do not go together."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    kinds: dict[str, Any] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
    try:
        method = scheme.signature_algo
        if method == "ed25519":
            return () if isinstance(key, ed25519.Ed25519PublicKey) else None
        is_silent = scheme["algorithm"].native == "rsassa_pkcs1v15"  # names no hash: the digest's is meant
        hashed = kinds[digest if is_silent else scheme.hash_algo]()
        if isinstance(key, ec.EllipticCurvePublicKey) and method == "ecdsa":
            return (ec.ECDSA(hashed),)
        if isinstance(key, rsa.RSAPublicKey) and method == "rsassa_pkcs1v15":
            return padding.PKCS1v15(), hashed
        if isinstance(key, rsa.RSAPublicKey) and method == "rsassa_pss":
            return padding.PSS(padding.MGF1(hashed), scheme["parameters"]["salt_length"].native), hashed
    except (ValueError, KeyError):
        return None
    return None


def _refuse_unfit(certificate: Any, token: Token, who: Signer) -> None:
    from cryptography import x509

    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        purposes = ()
    is_valid = certificate.not_valid_before_utc <= token.stamped_at <= certificate.not_valid_after_utc
    if x509.oid.ExtendedKeyUsageOID.TIME_STAMPING not in purposes or not is_valid:
        raise StampCertificateUnfit(authority=who.authority, field="file")


def _name_of(name: Any) -> str:
    """The common name, else the whole one."""
    from cryptography.x509.oid import NameOID

    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return plain_text(str(common[0].value) if common else name.rfc4514_string()) or "?"
