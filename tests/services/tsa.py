"""A time-stamping authority for tests: real keys, real certificates, real replies (RFC 3161)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

POLICY = "1.2.3.4.1"
WHEN = datetime(2026, 10, 8, 1, 0, 30, tzinfo=UTC)


@cache
def key_of(kind: str) -> Any:
    """One key of a kind for the whole run."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())


@dataclass
class Authority:
    """Answers requests; every field bends what it answers."""

    kind: str = "rsa"
    name: str = "联合信任测试时间戳 TSA"
    when: datetime = WHEN
    purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    valid_days: tuple[int, int] = (-30, 365)
    status: str = "granted"
    said: str = ""
    digest: str = "sha256"
    imprint_digest: str = "sha256"
    with_certificate: bool = True
    ess: str = "v2"
    nonce: int | None = -1  # -1: the request's
    serial: int = 0x0123456789ABCDEF
    tampered: dict[str, Any] = field(default_factory=dict)

    def certificate(self) -> x509.Certificate:
        """Signed by itself; valid around ``when``."""
        key = key_of(self.kind)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        start, end = (WHEN + timedelta(days=days) for days in self.valid_days)
        builder = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(4711).not_valid_before(start).not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )  # fmt: skip
        if self.purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(self.purposes), critical=True)
        return builder.sign(key, None if self.kind == "ed25519" else hashes.SHA256())

    def pem(self) -> bytes:
        """The certificate as the file that a lawyer gets from the authority."""
        return self.certificate().public_bytes(serialization.Encoding.PEM)

    def answer(self, request: bytes) -> bytes:
        """The whole reply (.tsr)."""
        status: dict[str, Any] = {"status": self.status}
        if self.said:
            status["status_string"] = [self.said]
        if self.status not in ("granted", "granted_with_mods"):
            alone = tsp.PKIStatusInfo(status).dump()
            return bytes([0x30, len(alone)]) + bytes(alone)
        return bytes(tsp.TimeStampResp({"status": status, "time_stamp_token": self._token(request)}).dump())

    def token(self, request: bytes) -> bytes:
        """The token alone."""
        return bytes(self._token(request).dump())

    def info(self, request: bytes) -> bytes:
        """The words that are stamped."""
        asked = tsp.TimeStampReq.load(request, strict=True)
        assert asked["cert_req"].native
        imprint = asked["message_imprint"]["hashed_message"].native
        if self.imprint_digest != "sha256":
            imprint = hashlib.new(self.imprint_digest, imprint).digest()
        said = {
            "version": "v1", "policy": POLICY, "serial_number": self.serial, "gen_time": self.when,
            "message_imprint": {"hash_algorithm": {"algorithm": self.imprint_digest}, "hashed_message": imprint},
            "accuracy": {"seconds": 1}, "ordering": False,
        }  # fmt: skip
        nonce = asked["nonce"].native if self.nonce == -1 else self.nonce
        if nonce is not None:
            said["nonce"] = nonce
        return bytes(tsp.TSTInfo(said).dump())

    def _token(self, request: bytes) -> cms.ContentInfo:
        content = self.info(request)
        certificate = self.certificate().public_bytes(serialization.Encoding.DER)
        attributes = [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.new(self.digest, content).digest()]},
            self._named(certificate),
        ]
        signed = cms.CMSAttributes([each for each in attributes if each])
        parsed = asn_x509.Certificate.load(certificate)
        signer = {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": parsed.issuer, "serial_number": parsed.serial_number}},
            "digest_algorithm": {"algorithm": self.digest},
            "signed_attrs": signed,
            "signature_algorithm": self._scheme(),
            "signature": self._sign(signed.dump()),
        }
        body = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": self.digest}],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(self.tampered.get("content", content)),
            },
            "signer_infos": [signer],
        }
        if self.with_certificate:
            body["certificates"] = [parsed]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)})

    def _named(self, certificate: bytes) -> dict[str, Any] | None:
        if self.ess == "v1":
            digest = hashlib.sha1(certificate, usedforsecurity=False).digest()
            return {"type": "signing_certificate", "values": [{"certs": [{"cert_hash": digest}]}]}
        if self.ess == "v2":
            named = {"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": hashlib.sha256(certificate).digest()}
            return {"type": "signing_certificate_v2", "values": [{"certs": [named]}]}
        return None

    def _scheme(self) -> Any:
        if self.kind == "rsa-pss":
            parameters = {
                "hash_algorithm": {"algorithm": "sha256"}, "salt_length": 32,
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
            }  # fmt: skip
            return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})
        name = {"rsa": "rsassa_pkcs1v15", "rsa-named": f"{self.digest}_rsa", "ec": f"{self.digest}_ecdsa",
                "ed25519": "ed25519"}[self.kind]  # fmt: skip
        return algos.SignedDigestAlgorithm({"algorithm": name})

    def _sign(self, words: bytes) -> bytes:
        key, hashed = key_of(self.kind), getattr(hashes, self.digest.upper())()
        if self.kind == "ed25519":
            return bytes(key.sign(words))
        if self.kind == "ec":
            return bytes(key.sign(words, ec.ECDSA(hashed)))
        if self.kind == "rsa-pss":
            return bytes(key.sign(words, padding.PSS(padding.MGF1(hashed), 32), hashed))
        return bytes(key.sign(words, padding.PKCS1v15(), hashed))
