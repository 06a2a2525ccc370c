"""``letter --sent``, ``letter --delivered``, ``statement --reply``: what became of a document (R39, R41)."""

from __future__ import annotations

from pathlib import Path

from arcdesk.cli import values
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.domain.money import format_plain, parse_amount
from arcdesk.i18n import tr


def record_delivery(
    session: Session, sent: str, delivered: str, by: str, tracking: str, on: str, proof: str
) -> int:
    """Record that the letter ``sent`` left the house, or that ``delivered`` arrived.

    Raises:
        OptionsClash: both are asked for. OptionMissing: an arrival without its proof.
    """
    if sent and delivered:
        raise OptionsClash(first="--sent", second="--delivered", field="sent")
    if delivered and not proof:
        raise OptionMissing(option="--proof FILE", field="proof")
    day = values.day(on) or session.clock.today()
    with session.desk(write=True) as desk:
        if sent:
            document = desk.documents.record_sent(sent, by, tracking, day)
            text = "{number} to {customer}: recorded as sent on {day}."
        else:
            document = desk.documents.record_delivered(delivered, day, Path(proof))
            text = "{number} to {customer}: recorded as delivered on {day}."
    session.answer(
        {
            "number": document.number,
            "customer": document.customer_code,
            "state": document.state,
            "tracking": document.tracking or None,
            "on": day.isoformat(),
        },
        lambda: (tr(text, number=document.number, customer=document.customer_name, day=day.isoformat()),),
    )
    return 0


def record_reply(
    session: Session, number: str, result: str, on: str, difference: str, scan: str, *, only_figures: bool
) -> int:
    """Record the customer's answer to the statement ``number``.

    Raises:
        OptionMissing: an answer without its result.
    """
    if not result:
        raise OptionMissing(option="--result agreed|disputed", field="result")
    day = values.day(on) or session.clock.today()
    fen = parse_amount(difference) if difference else None
    with session.desk(write=True) as desk:
        document = desk.documents.record_reply(
            number, result, day, difference_fen=fen, scan=Path(scan) if scan else None, only_figures=only_figures
        )
    text = "{number} to {customer}: answer of {day} recorded."
    session.answer(
        {
            "number": document.number,
            "customer": document.customer_code,
            "result": document.state,
            "difference": None if fen is None else format_plain(fen),
            "on": day.isoformat(),
        },
        lambda: (tr(text, number=document.number, customer=document.customer_name, day=day.isoformat()),),
    )
    return 0
