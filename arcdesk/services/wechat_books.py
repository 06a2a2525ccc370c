"""WeChat exhibits as they stand in the books: what was stated, their screenshots, what replaced them (R62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from peewee import JOIN

from arcdesk.domain import wechat as rules
from arcdesk.models.collection import Evidence, EvidenceLink
from arcdesk.models.customer import ContactPerson
from arcdesk.models.wechat import WechatExhibit, WechatPart

STATED = (
    "partner", "wechat_id", "first_at", "last_at", "phone_owner", "device", "own_account", "purpose", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a person states of it. ``answers`` is what was said to the points of the checklist.

    ``partner`` and ``wechat_id`` are what the chat shows; ``person_id`` the contact person it is.
    ``first_at`` and ``last_at`` are the moments of the first and the last message shown.
    """

    partner: str
    first_at: datetime
    last_at: datetime
    wechat_id: str = ""
    person_id: int | None = None
    phone_owner: str = ""
    device: str = ""
    own_account: str = ""
    purpose: str = ""
    remark: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Part:
    """One screenshot of an exhibit."""

    position: int
    evidence_id: int
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class StoredExhibit:
    """An exhibit as made; ``evidence_id`` is its PDF. ``replaced_by`` is the number of its correction, or ""."""

    number: str
    evidence_id: int
    sha256: str
    pages: int
    partner: str
    wechat_id: str
    person: str
    first_at: datetime
    last_at: datetime
    phone_owner: str
    device: str
    own_account: str
    purpose: str
    remark: str
    answers: Mapping[str, str]
    made_at: datetime
    parts: tuple[Part, ...]
    customer_ids: tuple[int, ...]
    corrects: str = ""
    reason: str = ""
    replaced_by: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the points of the checklist that nobody confirmed."""
        return rules.missing(self.answers)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands: in exhibit ``number`` as screenshot ``position``, or 0 where it is the exhibit itself.

    ``replaced_by`` is the number of the exhibit's correction, or ""; ``missing`` counts open points of its checklist.
    """

    number: str
    position: int
    replaced_by: str
    missing: int


def exhibits(customer_id: int | None = None) -> tuple[StoredExhibit, ...]:
    """Exhibits, newest first: all, or one customer's; replaced ones too."""
    query = WechatExhibit.select(WechatExhibit, Evidence).join(Evidence).order_by(WechatExhibit.id.desc())
    rows = list(query)
    numbers = {row.id: row.number for row in rows}
    replaced = {row.corrects_id: row.number for row in rows if row.corrects_id}
    owners: dict[int, list[int]] = {}
    wanted = EvidenceLink.evidence.in_(WechatExhibit.select(WechatExhibit.evidence))
    links = EvidenceLink.select().where(wanted & EvidenceLink.customer.is_null(False))
    for link in links.order_by(EvidenceLink.id):
        known = owners.setdefault(link.evidence_id, [])
        if link.customer_id is not None and link.customer_id not in known:
            known.append(link.customer_id)
    parts: dict[int, list[Part]] = {}
    for part in WechatPart.select(WechatPart, Evidence).join(Evidence).order_by(WechatPart.position):
        one = Part(part.position, part.evidence_id, part.evidence.sha256, part.name)
        parts.setdefault(part.exhibit_id, []).append(one)
    return tuple(
        _stored(row, parts.get(row.id, ()), owners.get(row.evidence_id, ()), numbers, replaced)
        for row in rows
        if customer_id is None or customer_id in owners.get(row.evidence_id, ())
    )


def standings(evidence_id: int) -> tuple[Standing, ...]:
    """The exhibit that a file is, or the exhibits in which it is a screenshot; the latest first."""
    newer = WechatExhibit.alias()
    query = (
        WechatExhibit.select(WechatExhibit, newer.number.alias("newer"), WechatPart.position)
        .join(newer, JOIN.LEFT_OUTER, on=(newer.corrects == WechatExhibit.id))
        .switch(WechatExhibit)
        .join(WechatPart, JOIN.LEFT_OUTER, on=(
            (WechatPart.exhibit == WechatExhibit.id) & (WechatPart.evidence == evidence_id)))
        .where((WechatExhibit.evidence == evidence_id) | WechatPart.position.is_null(False))
        .order_by(WechatExhibit.id.desc())
    )  # fmt: skip
    rows: Iterable[Any] = query.dicts()
    return tuple(
        Standing(row["number"], row["position"] or 0, row["newer"] or "", len(rules.missing(row["checklist"])))
        for row in rows
    )


def restated(old: StoredExhibit) -> Conversation:
    """What was stated of an exhibit, to begin its correction with."""
    people = ContactPerson.select().where(ContactPerson.customer.in_(old.customer_ids)) if old.person else ()
    person = next((row.id for row in people if in_words(row) == old.person), None)
    return Conversation(
        person_id=person, answers=dict(old.answers), **{name: getattr(old, name) for name in STATED}
    )


def in_words(row: ContactPerson) -> str:
    return f"{row.name} ({row.title})" if row.title else str(row.name)


def _stored(
    row: WechatExhibit,
    parts: Iterable[Part],
    owners: Iterable[int],
    numbers: Mapping[int, str],
    replaced: Mapping[int, str],
) -> StoredExhibit:
    return StoredExhibit(
        number=row.number, evidence_id=row.evidence_id, sha256=row.evidence.sha256, pages=row.pages,
        partner=row.partner, wechat_id=row.wechat_id, person=row.person, first_at=row.first_at, last_at=row.last_at,
        phone_owner=row.phone_owner, device=row.device, own_account=row.own_account, purpose=row.purpose,
        remark=row.remark, answers=row.checklist,
        made_at=row.made_at, parts=tuple(parts), customer_ids=tuple(owners),
        corrects=numbers.get(row.corrects_id, "") if row.corrects_id else "", reason=row.reason,
        replaced_by=replaced.get(row.id, ""),
    )  # fmt: skip
