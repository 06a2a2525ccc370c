"""Talking to the mail server of the account: the one place where the program opens a connection.

Only to the host that was configured, only when a person sends or tests, with TLS that is checked against the
certificates this system trusts. There is no falling back to an unprotected connection.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from arcdesk.services.mail_account import MailAccount
from arcdesk.services.mail_refusals import (
    MailCertificateNotTrusted,
    MailLoginNotOffered,
    MailPasswordWrong,
    MailSenderRefused,
    MailServerRefused,
    MailServerSilent,
    MailServerUnreachable,
    MailStopped,
    MailTlsFailed,
    MailTlsNotOffered,
)

OWN_NAME = "[127.0.0.1]"
"""What the server is told of this computer: nothing. Asking for its real name would ask the network."""

LONGEST_TOLD = 500
BROKE_OFF = "The server broke off the connection."
SILENT = "The server did not answer in time."
TOO_LARGE = "The message is larger than the server takes."
NO_ANSWER = "The connection broke before the server said whether it took the message."

_DOT = re.compile(rb"^\.", re.MULTILINE)
_DROPPED = (smtplib.SMTPServerDisconnected, OSError)


@dataclass(frozen=True, slots=True)
class Told:
    """What the server said: of one recipient, or of the whole message (``to`` empty).

    ``code`` is the server's number; 0 where ``text`` is the program's own, to be translated.
    """

    to: str
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one message: ``sent``, ``partly``, ``refused``, ``later`` or ``unclear``.

    ``stop`` is why nothing more should be sent by this account now.
    """

    state: str
    told: tuple[Told, ...] = ()
    stop: MailStopped | None = None


def connect(account: MailAccount, password: str) -> Connection:
    """Connect and log in; nothing is sent.

    Raises:
        MailStopped: a class for each way in which it fails, with its sentence.
    """
    plain = _plain_socket(account)
    try:
        return _logged_in(account, password, plain)
    except BaseException:
        plain.close()
        raise


class Connection:
    """A session with a mail server, logged in. ``is_broken`` once nothing more can be said over it."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp
        self.is_broken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye where the server still listens, and end."""
        with contextlib.suppress(*_DROPPED, smtplib.SMTPException):
            if not self.is_broken:
                self._smtp.quit()
        self._smtp.close()
        self.is_broken = True

    def deliver(self, sender: str, recipients: Sequence[str], raw: bytes) -> Outcome:
        """Hand one message over, and say what became of it; a server's no is an answer and no error."""
        most = self._smtp.esmtp_features.get("size", "")
        if most.isdigit() and 0 < int(most) < len(raw):
            return Outcome("refused", (Told("", 0, TOO_LARGE),))
        envelope = _Envelope()
        try:
            return self._hand_over(sender, recipients, raw, envelope)
        except _DROPPED as error:
            return self._broken(SILENT if _timed_out(error) else BROKE_OFF, envelope)

    def _hand_over(self, sender: str, recipients: Sequence[str], raw: bytes, envelope: _Envelope) -> Outcome:
        options = [f"size={len(raw)}"] if self._smtp.has_extn("size") else []
        code, text = self._smtp.mail(sender, options)
        if code != 250:
            return self._no(Told("", code, _text(text)), sender)
        for recipient in recipients:
            code, text = self._smtp.rcpt(recipient)
            if code == 421:
                return self._no(Told(recipient, code, _text(text)), sender)
            if code not in (250, 251):
                envelope.told.append(Told(recipient, code, _text(text)))
        if len(envelope.told) == len(recipients):
            self._forget_message()
            is_final = all(told.code >= 500 for told in envelope.told)
            return Outcome("refused" if is_final else "later", tuple(envelope.told))
        code, text = self._smtp.docmd("DATA")
        if code != 354:
            return self._no(Told("", code, _text(text)), "")
        self._smtp.send(_DOT.sub(b"..", raw) + (b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"))
        envelope.is_out = True
        code, text = self._smtp.getreply()
        if 200 <= code < 300:
            return Outcome("partly" if envelope.told else "sent", tuple(envelope.told))
        if code < 400:  # no answer that means anything, and the message is out
            self.is_broken = True
            return Outcome("unclear", (*envelope.told, Told("", 0, NO_ANSWER)))
        return self._no(Told("", code, _text(text)), "")

    def _no(self, told: Told, sender: str) -> Outcome:
        """The whole message was refused; ``sender`` where the server may mean the sender by it."""
        stop: MailStopped | None = None
        if told.code == 421:
            self.is_broken = True
        else:
            self._forget_message()
        if sender and told.code >= 500 and not told.to:
            stop = MailSenderRefused(sender=sender, text=told.text)
        return Outcome("refused" if told.code >= 500 else "later", (told,), stop)

    def _forget_message(self) -> None:
        """Let the server forget a refused message; one that hangs up instead has given its answer all the same."""
        try:
            self._smtp.rset()
        except _DROPPED:
            self.is_broken = True

    def _broken(self, why: str, envelope: _Envelope) -> Outcome:
        """The connection went: before the message was out it can be sent again, after that nobody knows."""
        self.is_broken = True
        if envelope.is_out:
            return Outcome("unclear", (*envelope.told, Told("", 0, NO_ANSWER)))
        return Outcome("later", (Told("", 0, why),))


@dataclass(slots=True)
class _Envelope:
    """How far one message has come: recipients refused so far, and whether all of it went out."""

    told: list[Told] = field(default_factory=list)
    is_out: bool = False


def _plain_socket(account: MailAccount) -> socket.socket:
    try:
        return socket.create_connection((account.host, account.port), timeout=account.timeout_seconds)
    except TimeoutError as error:
        raise _silent(account) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise MailServerUnreachable(host=account.host, port=account.port, why=why, field="host") from error


def _logged_in(account: MailAccount, password: str, plain: socket.socket) -> Connection:
    smtp = smtplib.SMTP(local_hostname=OWN_NAME, timeout=account.timeout_seconds)
    smtp.sock = plain
    try:
        if account.security == "tls":
            smtp.sock = _protected(account, plain)
        _greeted(account, smtp)
        if account.security == "starttls":
            _start_tls(account, smtp)
        _log_in(account, password, smtp)
    except _DROPPED as error:
        smtp.close()
        if _timed_out(error):
            raise _silent(account) from error
        raise MailServerUnreachable(host=account.host, port=account.port, why=BROKE_OFF, field="host") from error
    except BaseException:
        smtp.close()
        raise
    return Connection(smtp)


def _greeted(account: MailAccount, smtp: smtplib.SMTP) -> None:
    code, text = smtp.getreply()
    if code != 220:
        raise MailServerRefused(host=account.host, code=code, text=_text(text), field="host")
    code, text = smtp.ehlo()
    if code != 250:
        raise MailServerRefused(host=account.host, code=code, text=_text(text), field="host")


def _start_tls(account: MailAccount, smtp: smtplib.SMTP) -> None:
    """Protect the connection; what the server said before it counts no more.

    Raises:
        MailTlsNotOffered: it does not: it may have been taken out on the way.
    """
    code = smtp.docmd("STARTTLS")[0] if smtp.has_extn("starttls") else 0
    if code != 220:
        raise MailTlsNotOffered(host=account.host, port=account.port, field="security")
    assert smtp.sock is not None
    smtp.sock = _protected(account, smtp.sock)
    smtp.file = None
    smtp.esmtp_features = {}
    smtp.ehlo()


def _protected(account: MailAccount, plain: socket.socket) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=account.host)
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or type(error).__name__
        raise MailCertificateNotTrusted(host=account.host, why=why, field="host") from error
    except TimeoutError:
        raise
    except (ssl.SSLError, ConnectionError) as error:
        why = getattr(error, "reason", None) or error.strerror or type(error).__name__
        raise MailTlsFailed(host=account.host, port=account.port, why=why, field="security") from error


def _log_in(account: MailAccount, password: str, smtp: smtplib.SMTP) -> None:
    if not account.user:
        return
    try:
        smtp.login(account.user, password)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code // 100 == 4:
            code, text = error.smtp_code, _text(error.smtp_error)
            raise MailServerRefused(host=account.host, code=code, text=text, field="host") from error
        raise MailPasswordWrong(
            user=account.user, host=account.host, text=_text(error.smtp_error), field="password"
        ) from error
    except UnicodeEncodeError as error:
        raise MailPasswordWrong(user=account.user, host=account.host, text="ASCII", field="password") from error
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise MailLoginNotOffered(host=account.host, port=account.port, field="user") from error


def _timed_out(error: BaseException) -> bool:
    """Whether it was the waiting that ended it; smtplib tells of both as a closed connection."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _silent(account: MailAccount) -> MailServerSilent:
    return MailServerSilent(host=account.host, port=account.port, seconds=account.timeout_seconds, field="host")


def _text(told: bytes | str) -> str:
    """What a server said, on one line."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return " ".join(text.split())[:LONGEST_TOLD]
