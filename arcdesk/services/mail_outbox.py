"""Sending letters by e-mail: one after the other, each result kept, none sent twice unasked.

Before the server is told of a message its row ``sending`` is committed, and afterwards what came of it: a
program killed in between leaves "not known", never a letter that looks unsent.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial

from arcdesk.i18n import tr
from arcdesk.models.collection import Delivery
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.models.mail import MailAttempt
from arcdesk.services.evidence import EvidenceDamaged, EvidenceService, PastedFile, Sealed
from arcdesk.services.mail import Choice, MailLine, MailService, MayNotLeave
from arcdesk.services.mail_account import MailAccount, MailAccountService, MailPasswordMissing
from arcdesk.services.mail_message import compose
from arcdesk.services.mail_refusals import MailDroppedTooOften, MailStopped, MailTestRefused
from arcdesk.services.mail_results import KEPT_AS_EVIDENCE, OutboxLine, latest, told_text
from arcdesk.services.mail_transport import Connection, Outcome, Told, connect
from arcdesk.services.reason_text import reason_text
from arcdesk.services.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]
MOST_DROPS = 3
SLICE_SECONDS = 0.2
"""A pause is slept in slices, so that Cancel is heard at once."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of one document: an outcome of the server, or ``held`` with the reason in ``why``."""

    number: str
    customer_code: str
    customer_name: str
    to: tuple[str, ...]
    state: str
    told: tuple[Told, ...] = ()
    why: str = ""
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: a result a document, why it stopped early, and what was not tried then."""

    results: tuple[SendResult, ...]
    stopped: MailStopped | None = None
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class _Running:
    """A run under way."""

    id: str
    account: MailAccount
    password: str = field(repr=False)
    connection: Connection | None = None
    drops: int = 0
    handed_over: int = 0
    results: list[SendResult] = field(default_factory=list)

    def connected(self) -> Connection:
        """The connection, made anew where the last one broke."""
        if self.connection is None or self.connection.is_broken:
            self.end()
            self.connection = connect(self.account, self.password)
        return self.connection

    def end(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class OutboxService:
    """Sends, lists what was sent, and sends again what failed."""

    def __init__(
        self,
        work: UnitOfWork,
        mail: MailService,
        accounts: MailAccountService,
        evidence: EvidenceService,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._work = work
        self._mail = mail
        self._accounts = accounts
        self._evidence = evidence
        self._sleep = sleep

    def test(self, password: str = "", *, to_oneself: bool = False) -> MailAccount:
        """Connect and log in, as sending would; sends nothing, or one short message to the account's own address.

        Raises:
            NoMailAccount, MailPasswordMissing, MailStopped, MailTestRefused.
        """
        account, known = self._ready(password)
        with connect(account, known) as connection:
            if to_oneself:
                self._test_message(connection, account)
        return account

    def send(
        self,
        numbers: Iterable[str],
        choice: Choice | None = None,
        *,
        progress: Progress | None = None,
        on_result: Callable[[SendResult], None] | None = None,
    ) -> Run:
        """Send documents one after the other, with the account's pause between two.

        Each is asked about at the gate again just before it goes. A wrong password, a certificate that is not
        trusted or a server that is gone stops the run; a recipient refused, or told to come later, does not.

        Args:
            progress: told of documents done and in all, also while pausing; raises to stop between two of them.
            on_result: told of each result as it is there.

        Raises:
            NoMailAccount, MailPasswordMissing, WorkspaceNotWritable, UnknownDocument: nothing was sent.
        """
        chosen = [line.document.number for line in self._mail.plan(numbers, choice)]
        return self._run(chosen, choice or Choice(), progress, on_result)

    def retry(
        self,
        numbers: Sequence[str] | None = None,
        *,
        force: bool = False,
        progress: Progress | None = None,
        on_result: Callable[[SendResult], None] | None = None,
    ) -> Run:
        """Send again what failed, and nothing else: to those who did not get it.

        A contact person's new address is used, unless another address had been asked for.
        """
        wanted = {line.number: line for line in self.failed() if numbers is None or line.number in numbers}
        to = {number: address for number, line in wanted.items() if (address := self._again_to(line))}
        enclosing = frozenset(number for number, line in wanted.items() if line.enclosed)
        choice = Choice(again=True, force=force, to=to, statement_for=enclosing)
        return self._run([number for number in wanted if number in to], choice, progress, on_result)

    def outbox(self) -> tuple[OutboxLine, ...]:
        """Every document that was ever handed to a server, the latest first, with what came of it."""
        return latest()

    def failed(self) -> tuple[OutboxLine, ...]:
        """What may be sent again without asking, the oldest first: refused, or told to come later."""
        return tuple(line for line in reversed(latest()) if line.is_failed)

    def _ready(self, password: str = "") -> tuple[MailAccount, str]:
        account = self._accounts.needed()
        known = password or self._accounts.password_of(account)
        if account.user and not known:
            raise MailPasswordMissing(user=account.user, host=account.host, field="password")
        return account, known

    def _test_message(self, connection: Connection, account: MailAccount) -> None:
        company = self._mail.sender(account).name
        text = tr("This message was sent by ArcDesk to try out the e-mail account of {company}.", company=company)
        to = [account.from_address]
        subject = tr("ArcDesk: the e-mail account works")
        message = compose(self._mail.sender(account), to, subject, text, [], self._work.clock.now())
        outcome = connection.deliver(account.from_address, to, message.as_bytes())
        if outcome.state != "sent":
            raise outcome.stop or MailTestRefused(host=account.host, why=told_text(outcome.told))

    def _run(
        self,
        numbers: Sequence[str],
        choice: Choice,
        progress: Progress | None,
        on_result: Callable[[SendResult], None] | None,
    ) -> Run:
        if not self._work.workspace.can_write:
            raise WorkspaceNotWritable
        account, password = self._ready()
        tell = progress or _silent
        running = _Running(f"{self._work.clock.now():%Y%m%d%H%M%S}-{secrets.token_hex(4)}", account, password)
        try:
            for done, number in enumerate(numbers):
                self._wait(running, partial(tell, done, len(numbers)))
                try:
                    result, stop = self._one(running, number, choice)
                except MailStopped as refusal:
                    return Run(tuple(running.results), refusal, tuple(numbers[done:]))
                running.results.append(result)
                if on_result:
                    on_result(result)
                if stop is not None:
                    return Run(tuple(running.results), stop, tuple(numbers[done + 1 :]))
            tell(len(numbers), len(numbers))
        finally:
            running.end()
        return Run(tuple(running.results))

    def _wait(self, running: _Running, beat: Callable[[], None]) -> None:
        """Say how far the run is, and keep the pause since the last message."""
        beat()
        if running.handed_over:
            for _ in range(round(running.account.pause_seconds / SLICE_SECONDS)):
                self._sleep(SLICE_SECONDS)
                beat()

    def _one(self, running: _Running, number: str, choice: Choice) -> tuple[SendResult, MailStopped | None]:
        """One document: held back, or handed over with its result kept."""
        line = self._mail.line(number, choice)
        if not line.allowed:
            return _held(line), None
        account = running.account
        try:
            enclosures = self._mail.enclosures(line)
        except EvidenceDamaged as refusal:  # the others go all the same
            return replace(_held(line), why=tr(refusal.sentence, **refusal.values)), None
        connection = running.connected()
        now = self._work.clock.now()
        message = compose(self._mail.sender(account), line.to, line.subject, line.text, enclosures, now)
        raw = message.as_bytes()
        sealed = self._evidence.seal(PastedFile(f"{number}.eml", raw))
        attempt = _Attempt(running.id, line, account, str(message["Message-ID"]), now, number in (choice.to or {}))
        try:
            self._begin(attempt, choice)
        except MayNotLeave as refusal:  # money came in since the line was read
            return replace(_held(line), why=str(refusal.values["why"])), None
        outcome = connection.deliver(account.from_address, line.to, raw)
        running.handed_over += 1
        evidence_id = self._keep(attempt, outcome, sealed)
        stop = outcome.stop
        if connection.is_broken:
            running.drops += 1
            if running.drops >= MOST_DROPS:
                stop = stop or MailDroppedTooOften(count=running.drops)
        return _result(line, outcome.state, outcome.told, evidence_id=evidence_id), stop

    def _begin(self, attempt: _Attempt, choice: Choice) -> None:
        """Commit that the server is about to be told, after asking the gate within the same transaction.

        Raises:
            MayNotLeave: what held a moment ago holds no more.
        """
        document = attempt.line.document
        with self._work.write("mail.sending", document.customer_id) as deed:
            again = self._mail.line(document.number, choice)
            if not again.allowed:
                raise MayNotLeave(number=document.number, why=reason_text(again.reasons[0]))
            MailAttempt.create(**attempt.row(), state="sending", told=[])
            deed.details.update(number=document.number, to=list(attempt.line.to), message_id=attempt.message_id)

    def _keep(self, attempt: _Attempt, outcome: Outcome, sealed: Sealed) -> int | None:
        """Keep what came of it: the attempt, and where it went out the message as evidence and the delivery."""
        document = attempt.line.document
        told = [asdict(each) for each in outcome.told]
        refused = {each.to for each in outcome.told if each.to}
        accepted = [address for address in attempt.line.to if address not in refused]
        with self._work.write(f"mail.{outcome.state}", document.customer_id) as deed:
            evidence_id = None
            if outcome.state in KEPT_AS_EVIDENCE:
                evidence_id = self._evidence.enter(
                    deed, sealed, kind="email", customer_id=document.customer_id, document_id=document.id,
                    source="ArcDesk",
                ).id  # fmt: skip
            if outcome.state in ("sent", "partly"):
                for sent in (document, *attempt.line.enclosed):
                    Delivery.create(
                        document=sent.id, event="sent", on_day=self._work.clock.today(), channel="email",
                        addressee=attempt.line.person.name if attempt.line.person else "",
                        address=", ".join(accepted), evidence=evidence_id, logged_at=self._work.clock.now(),
                    )  # fmt: skip
            MailAttempt.create(**attempt.row(), state=outcome.state, told=told, evidence=evidence_id)
            deed.details.update(
                number=document.number, to=accepted, message_id=attempt.message_id, told=told,
                host=attempt.account.host, enclosed=[each.number for each in attempt.line.enclosed],
            )
            deed.touch("document", document.customer_id)
            deed.touch("mail", document.customer_id)
        return evidence_id

    def _again_to(self, line: OutboxLine) -> str:
        """Who is to get a failed document now: of the addresses asked for then, else of the present ones."""
        present = line.to if line.was_chosen else self._mail.line(line.number, Choice(again=True)).to or line.to
        return ";".join(address for address in present if address not in line.accepted)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One message on its way."""

    run: str
    line: MailLine
    account: MailAccount
    message_id: str
    at: datetime
    was_chosen: bool

    def row(self) -> dict[str, object]:
        """What both of its rows say."""
        return {
            "run": self.run, "document": self.line.document.id, "message_id": self.message_id,
            "host": self.account.host, "sender": self.account.from_address,
            "recipients": {
                "to": list(self.line.to), "chosen": self.was_chosen,
                "enclosed": [each.number for each in self.line.enclosed],
            },
            "subject": self.line.subject, "at": self.at,
        }  # fmt: skip


def _silent(_done: int, _total: int) -> None:
    """Nobody is looking."""


def _held(line: MailLine) -> SendResult:
    return replace(_result(line, "held", ()), why=reason_text(line.reasons[0]) if line.reasons else "")


def _result(
    line: MailLine, state: str, told: tuple[Told, ...], *, evidence_id: int | None = None
) -> SendResult:
    document = line.document
    return SendResult(
        document.number, document.customer_code, document.customer_name, line.to, state, told, evidence_id=evidence_id
    )
