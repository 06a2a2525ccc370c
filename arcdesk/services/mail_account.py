"""The account that e-mail is sent from: in the books what is no secret, in the system's keyring the password."""

from __future__ import annotations

import ipaddress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.mail_address import parse_address
from arcdesk.models.customer import Preference
from arcdesk.secret_store import NoKeyring, SecretStore
from arcdesk.services.company import CompanyService
from arcdesk.services.unit_of_work import UnitOfWork

PREFERENCE = "mail_account"
SECURITIES = {"tls": 465, "starttls": 587, "none": 25}
"""How the connection is protected, with the usual port: TLS from the start, STARTTLS, or not at all."""

LONGEST_PAUSE_SECONDS = 600
LONGEST_TIMEOUT_SECONDS = 300


class NoMailAccount(Refusal):
    """Sending without an account."""

    sentence = (
        "No e-mail account is set up. Set one up in Settings or by arcdesk mail account --set, or write drafts."
    )


class MailHostMissing(Refusal):
    """No server, or a text that is none."""

    sentence = "“{host}” is not the name of a mail server. Enter it as your provider gives it, like smtp.company.com."


class BadMailPort(Refusal):
    """Not a port."""

    sentence = "{port} is not a port. The usual ones are 465 (TLS) and 587 (STARTTLS)."


class UnknownMailSecurity(Refusal):
    """Not one of ``SECURITIES``."""

    sentence = "“{value}” does not protect a connection. Choose tls or starttls."


class PlainMailForbidden(Refusal):
    """A password and a customer's debts in the open network."""

    sentence = (
        "Without TLS the password and the letters to “{host}” could be read on the way. Choose tls or starttls."
    )


class BadMailPace(Refusal):
    """A pause or a limit of time that cannot be meant."""

    sentence = "{value} seconds cannot be meant. The pause is 0 to {pause}, the wait for the server 1 to {timeout}."


class MailPasswordMissing(Refusal):
    """Nothing in the keyring, nothing entered."""

    sentence = "The password of “{user}” at {host} is not known here. Enter it; only the system's keyring keeps it."


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where and as whom e-mail is sent; ``user`` empty for a server that asks for none.

    ``wants_receipt`` asks the reader's program for a receipt; ``pause_seconds`` lie between two messages of
    one run, ``timeout_seconds`` is how long the server may take to answer.
    """

    host: str
    from_address: str
    from_name: str = ""
    user: str = ""
    security: str = "tls"
    port: int = 0
    reply_to: str = ""
    wants_receipt: bool = False
    pause_seconds: int = 2
    timeout_seconds: int = 30

    @property
    def secret_name(self) -> str:
        """The name of its password in the keyring: two workspaces with one account share it."""
        return f"mail {self.user}@{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this very computer."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def checked(self) -> MailAccount:
        """The account with its addresses made plain and the usual port where none is named.

        Raises:
            MailHostMissing, UnknownMailSecurity, PlainMailForbidden, BadMailPort, BadMailAddress, BadMailPace.
        """
        host = self.host.strip().lower()
        if not host or any(sign in host for sign in " /@\\\r\n\t") or not host.isascii():
            raise MailHostMissing(host=self.host.strip()[:80], field="host")
        if self.security not in SECURITIES:
            raise UnknownMailSecurity(value=self.security[:40], field="security")
        port = self.port or SECURITIES[self.security]
        if not 0 < port < 65536:
            raise BadMailPort(port=port, field="port")
        for value, least, most in (
            (self.pause_seconds, 0, LONGEST_PAUSE_SECONDS),
            (self.timeout_seconds, 1, LONGEST_TIMEOUT_SECONDS),
        ):
            if not least <= value <= most:
                raise BadMailPace(value=value, pause=LONGEST_PAUSE_SECONDS, timeout=most, field="pause")
        account = replace(
            self,
            host=host,
            port=port,
            user=self.user.strip(),
            from_address=parse_address(self.from_address),
            from_name=" ".join(self.from_name.split()),
            reply_to=parse_address(self.reply_to) if self.reply_to.strip() else "",
        )
        if account.security == "none" and not account.is_loopback:
            raise PlainMailForbidden(host=host, field="security")
        return account


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account as shown: whether its password is in the keyring, or why it can't be."""

    account: MailAccount
    has_password: bool
    keyring: bool


@dataclass
class MailAccountService:
    """Keeps the account and finds its password; never writes a password anywhere but the keyring."""

    _work: UnitOfWork
    _company: CompanyService
    _secrets: SecretStore
    _in_memory: dict[str, str] = field(default_factory=dict, repr=False)

    def account(self) -> MailAccount | None:
        """The account of this workspace, ``None`` without one."""
        kept = self._company.preference(PREFERENCE)
        if not isinstance(kept, dict):
            return None
        known = {name: kept[name] for name in MailAccount.__dataclass_fields__ if name in kept}
        return MailAccount(**known)

    def needed(self) -> MailAccount:
        """The account.

        Raises:
            NoMailAccount: there is none.
        """
        account = self.account()
        if account is None:
            raise NoMailAccount
        return account

    def state(self) -> AccountState | None:
        """What a person is shown of the account; nothing is asked of the network."""
        from arcdesk import secret_store

        account = self.account()
        if account is None:
            return None
        return AccountState(account, bool(self._secrets.get(account.secret_name)), secret_store.usable())

    def save(self, account: MailAccount, password: str | None = None) -> bool:
        """Keep the account, and its password in the keyring; ``None`` leaves the password as it is.

        Returns:
            Whether the password is in the keyring; without a keyring it is kept until the program ends.

        Raises:
            The refusals of ``MailAccount.checked``, WorkspaceNotWritable.
        """
        account = account.checked()
        before = self.account()
        with self._work.write("mail.account_set", **_told(account)) as deed:
            Preference.insert(key=PREFERENCE, value=asdict(account)).on_conflict_replace().execute()
            deed.touch("company")
        if before is not None and before.secret_name != account.secret_name:
            self._forget(before)
        return self.remember(account, password) if password else bool(self._secrets.get(account.secret_name))

    def remember(self, account: MailAccount, password: str) -> bool:
        """Keep a password: in the keyring, else in memory until the program ends; says which (True: keyring)."""
        try:
            self._secrets.set(account.secret_name, password)
        except NoKeyring:
            self._in_memory[account.secret_name] = password
            return False
        self._in_memory.pop(account.secret_name, None)
        return True

    def use_once(self, account: MailAccount, password: str) -> None:
        """Use a password until the program ends, and keep it nowhere."""
        self._in_memory[account.secret_name] = password

    def password_of(self, account: MailAccount) -> str:
        """The password: entered in this run, or from the keyring; "" where neither."""
        return self._in_memory.get(account.secret_name) or self._secrets.get(account.secret_name) or ""

    def needs_password(self, account: MailAccount) -> bool:
        """Whether a person has to be asked before anything is sent."""
        return bool(account.user) and not self.password_of(account)

    def remove(self) -> None:
        """Forget the account and its password.

        Raises:
            NoMailAccount: there is none.
        """
        account = self.needed()
        with self._work.write("mail.account_removed", **_told(account)) as deed:
            Preference.delete().where(Preference.key == PREFERENCE).execute()
            deed.touch("company")
        self._forget(account)

    def _forget(self, account: MailAccount) -> None:
        self._in_memory.pop(account.secret_name, None)
        self._secrets.delete(account.secret_name)


def _told(account: MailAccount) -> dict[str, Any]:
    """What the chain keeps of an account."""
    return {"host": account.host, "port": account.port, "user": account.user, "from": account.from_address}
