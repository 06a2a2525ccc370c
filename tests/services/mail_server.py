# ruff: noqa: ARG002 - aiosmtpd hands its hooks all it has
"""A real mail server on this computer: TLS by a certificate of our own, logging in, and failures on demand."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "ar@example.com", "authorisation-code"


@dataclass
class Post:
    """What the server has taken, and how it is to behave."""

    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """What each caller called himself."""

    port: int = 0
    at_sender: str = ""
    drop_at: str = ""
    """MAIL, RCPT or RSET: the connection breaks there, once."""

    silent_at: str = ""
    """MAIL or DATA: no answer comes there, once."""

    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: list[str] = field(default_factory=list)
    """Answers to the next messages, one each: ``drop`` closes without a word, "" takes the message."""

    def messages(self) -> list[EmailMessage]:
        found = [message_from_bytes(raw, policy=policy.default) for _, raw in self.taken]
        assert all(isinstance(message, EmailMessage) for message in found)
        return found  # type: ignore[return-value]

    def recipients(self) -> list[str]:
        return [address for to, _ in self.taken for address in to]

    # what aiosmtpd calls

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        self.names.append(name)
        session.host_name = name
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._fail(server, "MAIL")
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._fail(server, "RCPT")
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self._fail(server, "RSET")
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self._fail(server, "DATA")
        answer = self.at_data.pop(0) if self.at_data else ""
        if answer in ("", "drop after taking"):
            assert isinstance(envelope.content, bytes)
            self.taken.append((list(envelope.rcpt_tos), envelope.content))
        if answer.startswith("drop"):
            assert server.transport is not None
            server.transport.close()
        return "250 OK" if answer.startswith("drop") else answer or "250 OK"

    async def _fail(self, server: SMTP, stage: str) -> None:
        """Break off or say nothing where the test wants it, once."""
        if self.drop_at == stage:
            self.drop_at = ""
            assert server.transport is not None
            server.transport.close()
        if self.silent_at == stage:
            self.silent_at = ""
            await asyncio.sleep(2)  # longer than the test's limit; the connection is gone then

    def log_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == (USER, PASSWORD), handled=False)


class Quiet(Controller):
    """aiosmtpd warns of logging in without TLS of its own: here TLS lies around it, or it is the test."""

    def factory(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            server: SMTP = super().factory()
            return server


@contextmanager
def serving(folder: Path, kind: str = "tls", **options: Any) -> Iterator[Post]:
    """A server until the block ends; ``kind`` as ``MailAccount.security``. Its issuer lies in ``folder/ca.pem``."""
    post = Post()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(folder))
    settings: dict[str, Any] = {
        "authenticator": post.log_in, "auth_required": True, "data_size_limit": 5_000_000, "decode_data": False,
    }  # fmt: skip
    if kind == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
    if kind == "none":
        settings |= {"auth_require_tls": False}
    if kind == "tls":
        settings |= {"ssl_context": context, "auth_require_tls": False}
    controller = Quiet(post, hostname="127.0.0.1", port=free_port(), **(settings | options))
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


@contextmanager
def silent_server(greeting: bytes = b"") -> Iterator[int]:
    """A port that takes connections, perhaps says something, and then nothing more."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                held.append(connection)
                if greeting:
                    connection.sendall(greeting)

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        with suppress(OSError):  # Windows lets accept end by the closing alone
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for connection in held:
        connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def certificate(folder: Path, host: str = "localhost") -> tuple[Path, Path]:
    """Certificate and key for ``host``, issued by an authority whose certificate is ``ca.pem``; made once."""
    chain, key_file = folder / f"{host}.pem", folder / f"{host}.key"
    if not chain.exists():
        folder.mkdir(parents=True, exist_ok=True)
        issuer_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        issuer = _signed("ArcDesk test authority", issuer_key, "ArcDesk test authority", issuer_key, None)
        own = _signed(host, own_key, "ArcDesk test authority", issuer_key, host)
        (folder / "ca.pem").write_bytes(issuer.public_bytes(serialization.Encoding.PEM))
        chain.write_bytes(own.public_bytes(serialization.Encoding.PEM))
        key_file.write_bytes(
            own_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    return chain, key_file


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey, host: str | None
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
