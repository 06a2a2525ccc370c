"""Why a run of e-mails stops, or never begins: what the server, its certificate or the password stands for."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class MailStopped(Refusal):
    """Base of everything that stands against the whole account: going on would only fail again."""


class MailServerUnreachable(MailStopped):
    """No connection: no such host, nobody listening, no network, or broken off at once."""

    sentence = (
        "The mail server {host}, port {port}, cannot be reached ({why}). Check its name, the port and the network."
    )


class MailServerSilent(MailStopped):
    """A connection on which nothing comes."""

    sentence = "The mail server {host}, port {port}, did not answer within {seconds} seconds. Try again later."


class MailServerRefused(MailStopped):
    """The server takes no messages now."""

    sentence = "The mail server {host} takes no messages now ({code} {text}). Try again later."


class MailTlsNotOffered(MailStopped):
    """STARTTLS is missing: the server has none, or somebody on the way took it out."""

    sentence = (
        "The mail server {host}, port {port}, offers no STARTTLS, so the connection cannot be protected. "
        "Nothing was sent. Choose tls with port 465, or ask your provider."
    )


class MailTlsFailed(MailStopped):
    """No TLS at that port, or one too old."""

    sentence = (
        "No protected connection to {host}, port {port}, came about ({why}). Nothing was sent. "
        "Port 465 goes with tls, port 587 with starttls."
    )


class MailCertificateNotTrusted(MailStopped):
    """Not the server it says it is, or one whose issuer this computer does not know."""

    sentence = (
        "This computer does not trust the certificate of {host} ({why}). Nothing was sent, the password neither. "
        "Check the name of the server; if it is your company's own, have its certificate installed."
    )


class MailPasswordWrong(MailStopped):
    """The server does not take user and password."""

    sentence = (
        "{host} does not accept the password of “{user}” ({text}). Many providers want an authorisation code "
        "for programs instead of the password. Nothing more was sent."
    )


class MailLoginNotOffered(MailStopped):
    """A server without logging in, or by a way the program does not know."""

    sentence = (
        "The mail server {host}, port {port}, offers no login that ArcDesk knows. "
        "Leave the user empty, or check the port."
    )


class MailSenderRefused(MailStopped):
    """The server does not send for this address."""

    sentence = (
        "The mail server does not send for “{sender}” ({text}). Enter the address of the account as sender. "
        "Nothing more was sent."
    )


class MailDroppedTooOften(MailStopped):
    """One broken connection after another."""

    sentence = "The mail server broke off {count} times. The rest was not tried; send it later, with a longer pause."


class MailTestRefused(Refusal):
    """A server that takes the login and not the message."""

    sentence = "{host} took the login, but not the message to yourself: {why}"
