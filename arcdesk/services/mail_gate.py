"""Whether issued documents may still leave by e-mail: never a demand for money that is not owed.

The one gate is asked anew on the day of sending, about exactly the invoices of a letter. What it
says of claims (paid, covered, disputed, not due) is final; a hold, a promise or a newer letter may
be overridden by a person, as with the letter itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from arcdesk.domain.account import Account
from arcdesk.domain.gate import Purpose, Reason, judge
from arcdesk.domain.money import with_currency
from arcdesk.models.queries import mail
from arcdesk.services.document_standing import DeliveryStep, steps_of
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.gate import ONE_BY_ONE
from arcdesk.services.gate_facts import accounts_on

FINAL = ("void", "not_yet", "counsel_draft", "paid", "less_owed")
"""Rules that nobody overrides."""

ASKED = ("already_sent", "unclear")
"""Rules against sending a document twice, which a person overrides by saying so."""

OVERRIDDEN = ("on_hold", "promised", "invoice_on_hold", "superseded")
"""Rules that ``force`` overrides."""

_PAUSES = ("on_hold", "promised", "invoice_on_hold")
_BALANCES = ("statement", "balance_confirmation")


def hindrances(documents: Sequence[IssuedDocument], day: date) -> dict[int, tuple[Reason, ...]]:
    """Every reason that stands against sending each document on ``day``, by its id; none where it may go.

    In a fixed number of queries for many customers.
    """
    books = _Books(documents, day)
    return {document.id: tuple(books.hindrances(document)) for document in documents}


def held_back(reasons: tuple[Reason, ...], *, again: bool, force: bool) -> tuple[Reason, ...]:
    """Those of the reasons that still hold after what the person said."""
    given = (ASKED if again else ()) + (OVERRIDDEN if force else ())
    return tuple(reason for reason in reasons if reason.rule not in given)


class _Books:
    """What the books say on a day of these documents and their customers."""

    def __init__(self, documents: Sequence[IssuedDocument], day: date) -> None:
        self._day = day
        ids = [document.id for document in documents]
        self._steps = steps_of(ids)
        self._attempts = mail.last_attempts(ids)
        self._asked: dict[int, dict[int, int]] = defaultdict(dict)
        self._open_now: dict[int, int] = defaultdict(int)
        for document_id, invoice_id, then_fen, now_fen in mail.named_invoices(ids):
            self._asked[document_id][invoice_id] = then_fen
            self._open_now[document_id] += now_fen
        customers = sorted({document.customer_id for document in documents if document.kind == "letter"})
        self._accounts: dict[tuple[int, str], Account] = {}
        every = accounts_on(day) if len(customers) > ONE_BY_ONE else None
        for customer in customers:
            known = accounts_on(day, customer) if every is None else every
            for account in known.get(customer, ()):
                self._accounts[customer, account.currency] = account

    def hindrances(self, document: IssuedDocument) -> Iterator[Reason]:
        """Every reason against one of the documents."""
        own = list(_own(document, self._day))
        yield from own
        if not own:
            yield from self._letter(document) if document.kind == "letter" else self._balance(document)
        yield from self._twice(document, self._steps[document.id])

    def _letter(self, document: IssuedDocument) -> Iterator[Reason]:
        """What the gate says today of the money that the letter demands."""
        purpose: Purpose = "reminder" if document.level == "reminder" else "letter"
        account = self._accounts.get((document.customer_id, document.currency))
        owed = self._owed(document, account, purpose) if account else 0
        if owed <= 0 or account is None:
            text = "Nothing that “{number}” demands is owed any more: it was paid, credited or disputed since."
            yield _no("paid", text, number=document.number)
        elif owed < document.total_fen:
            text = "“{number}” demands {amount}, but only {owed} of it is still owed. Issue a new letter."
            yield _no(
                "less_owed", text, number=document.number,
                amount=with_currency(document.total_fen, document.currency),
                owed=with_currency(owed, document.currency),
            )  # fmt: skip
        else:
            yield from self._pauses(document, account, purpose)

    def _owed(self, document: IssuedDocument, account: Account, purpose: Purpose) -> int:
        """What may still be demanded of the letter's invoices, in fen, less all money not yet allocated."""
        asked = self._asked[document.id]
        demanded = dict.fromkeys(asked, 0)
        for answer in judge(account, self._day, purpose, force=True).answers:
            if answer.item.invoice_id in demanded:
                demanded[answer.item.invoice_id] += answer.demand_fen
        owed = sum(min(fen, asked[invoice]) for invoice, fen in demanded.items())
        return owed - max(0, account.unallocated_fen)

    def _pauses(self, document: IssuedDocument, account: Account, purpose: Purpose) -> Iterator[Reason]:
        told = set()
        ruling = judge(account, self._day, purpose)
        for answer in ruling.answers:
            for reason in ruling.reasons(answer) if answer.item.invoice_id in self._asked[document.id] else ():
                if reason.rule in _PAUSES and reason.blocking and reason.rule not in told:
                    told.add(reason.rule)
                    yield reason
        newer = account.letter
        if newer is not None and newer.number != document.number and newer.issued_on >= document.issued_on:
            text = "A newer letter “{newer}” was issued on {day}. Send that one."
            yield _no("superseded", text, newer=newer.number, day=newer.issued_on)

    def _balance(self, document: IssuedDocument) -> Iterator[Reason]:
        """A statement of account asks for its balance: one that was settled since is history."""
        is_asking = document.total_fen > 0 and (document.kind in _BALANCES or document.level in _BALANCES)
        if is_asking and self._open_now[document.id] <= 0:
            text = "Nothing that “{number}” states is owed any more: it was paid, credited or disputed since."
            yield _no("paid", text, number=document.number)

    def _twice(self, document: IssuedDocument, steps: Sequence[DeliveryStep]) -> Iterator[Reason]:
        by_mail = [step for step in steps if step.event == "sent" and step.means == "email" and not step.mistaken]
        if by_mail:
            text = "“{number}” was sent by e-mail on {day} already."
            yield _no("already_sent", text, number=document.number, day=by_mail[-1].on)
            return
        last = self._attempts.get(document.id)
        if last is not None and last.state in ("sending", "unclear"):
            text = (
                "Whether “{number}” left on {day} is not known: the connection broke before the server answered. "
                "Ask the customer before it is sent again."
            )
            yield _no("unclear", text, number=document.number, day=last.at[:10])


def _own(document: IssuedDocument, day: date) -> Iterator[Reason]:
    """What the document itself says."""
    if document.is_ended:
        yield _no("void", "“{number}” is void or was withdrawn.", number=document.number)
    if document.issued_on > day:
        text = "“{number}” is dated {day}. It can be sent from that day on."
        yield _no("not_yet", text, number=document.number, day=document.issued_on)
    if "lawyer_draft" in (document.kind, document.level):
        text = "“{number}” is a draft for counsel. It is handed to the law firm, not sent to the customer."
        yield _no("counsel_draft", text, number=document.number)


def _no(rule: str, text: str, **values: object) -> Reason:
    return Reason(rule, text, values, blocking=True)
