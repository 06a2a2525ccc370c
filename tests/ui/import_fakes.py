"""Plans made by hand, and imports that are listed, reckoned anew and taken back without a ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.importing.ledger_file import (
    ControlTotal,
    LedgerFile,
    QuarantinedRow,
    RejectedRow,
    Remark,
    TotalCheck,
)
from arcdesk.services.import_differences import Candidate, Decisions, Difference, FieldChange, NearMatch
from arcdesk.services.importing import Counts, ImportPlan, ImportResult

DAY = date(2026, 9, 30)
ZONE = timezone(timedelta(hours=8))

CHANGED = Difference(
    "invoices", "AR-1002", "C002", "上海鼎盛机械制造有限公司", "changed", old_fen=8_650_050, new_fen=5_000_000,
    changes=(
        FieldChange("due_on", "2026-03-01", "2026-03-15"), FieldChange("open", "86500.50", "50000.00"),
    ), sheet="账龄", row=7,
)  # fmt: skip
SETTLED = Difference(
    "invoices", "AR-0901", "C004", "宁波海润物流有限公司", "settled", old_fen=1_580_000, new_fen=0,
    reason="Open in the ledger, and no longer in this list of everything open.",
)  # fmt: skip
REOPENED = Difference(
    "invoices", "AR-0777", "C008", "绍兴结清纺织有限公司", "reopened", old_fen=0, new_fen=990_000, sheet="账龄", row=31,
)  # fmt: skip
UNKNOWN = Difference(
    "invoices", "AR-0500", "C005", "南京金桥建材有限公司", "unknown", old_fen=31_000_000, new_fen=35_000_000,
    changes=(FieldChange("amount", "310000.00", "350000.00"),), accepted=False,
    reason="In the ledger with other values.", sheet="账龄", row=44,
)  # fmt: skip
NEW_CUSTOMER = Difference("customers", "C0199", "C0199", "宁波鑫达精密模具", "new", sheet="账龄", row=9)
NEAR = (
    NearMatch(
        "宁波鑫达精密模具", "宁波鑫达精密模具",
        (
            Candidate(12, "C0012", "宁波鑫达精密模具有限公司", 92, "Reading invoices"),
            Candidate(13, "C0013", "宁波鑫达模具制造有限公司", 71, ""),
        ),
    ),
    NearMatch("天成贸易", "天成贸易", (Candidate(1, "C001", "杭州天成贸易有限公司", 85, ""),)),
)  # fmt: skip


def new_invoice(number: int) -> Difference:
    """One of many."""
    return Difference(
        "invoices", f"AR-{number:06}", f"C{number % 400:04}", f"第{number % 400:03}号客户有限公司", "new",
        new_fen=(number % 977 + 1) * 12_345, currency="USD" if number % 10 == 9 else "CNY", row=number + 5,
    )  # fmt: skip


def made_plan(path: Path = Path("账龄_20260930.xlsx"), new: int = 4, **other: Any) -> ImportPlan:
    """A weekly re-import in which something of everything happens."""
    rejected = (
        RejectedRow(
            "账龄", 12, "到期日", "2026-02-30", "{heading} is empty. Fill it in.", {"heading": "2月30日"}
        ),
    )
    file = LedgerFile(
        rejected=rejected, quarantined=(QuarantinedRow("账龄", 20, "AR-1300"),),
        totals=(
            TotalCheck("账龄", 30, "小计", "未收金额", 12_000_000, 12_000_000),
            TotalCheck("账龄", 40, "合计", "未收金额", 45_000_000, 44_000_000),
        ),
        source_name=path.name, source_sha256="0" * 64, as_of=DAY, lists_all_open=True,
        remarks=(Remark("Rows left out: {count}", {"count": 3}), Remark("Nothing new to import"), Remark("Ledgers")),
    )  # fmt: skip
    rows = (*(new_invoice(n) for n in range(new)), NEW_CUSTOMER, CHANGED, SETTLED, REOPENED, UNKNOWN)
    plan = ImportPlan(
        file, DAY, Counts(1, 0, 310), Counts(new, 2, 1620), Counts(0, 1, 12), Counts(0, 0, 0), rejected, ("AR-1300",),
        {"CNY": ControlTotal(45_000_000, 45_000_000, stated=True), "USD": ControlTotal(1_800_000, 1_700_000)},
        differences=rows, near=NEAR, settled=("AR-0901",),
    )  # fmt: skip
    return replace(plan, **other)


@dataclass(frozen=True)
class Batch:
    """One import of the history."""

    id: int
    at: datetime
    source_name: str
    preset: str
    as_of: date
    summary: dict[str, Any]
    undone_at: datetime | None = None
    undone_reason: str | None = None


class StillNeeded(Refusal):
    """A later receipt settles what the import brought."""

    sentence = "Say why the import is taken back; the history keeps it."


@dataclass
class FakeImports:
    """Stands in for the import service of a desk."""

    made: ImportPlan = field(default_factory=made_plan)
    lines: list[Batch] = field(default_factory=list)
    asked: list[Decisions] = field(default_factory=list)
    carried: list[ImportPlan] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    refusal: Refusal | None = None

    def plan(self, path: Path, **_given: Any) -> ImportPlan:
        """The plan made by hand, under the name of the file."""
        self.paths.append(path)
        return replace(self.made, file=replace(self.made.file, source_name=path.name, source_path=path))

    def replan(self, plan: ImportPlan, decisions: Decisions) -> ImportPlan:
        """The same rows, accepted as decided."""
        self.asked.append(decisions)
        rows = tuple(
            replace(row, accepted=decisions.accepts(row.key, by_default=row.state != "unknown"))
            for row in plan.differences
        )
        near = tuple(replace(each, chosen=decisions.same.get(each.source)) for each in plan.near)
        return replace(plan, differences=rows, near=near, decisions=decisions)

    def carry_out(
        self, plan: ImportPlan, check_cancelled: Callable[[], None] | None = None, **_watch: object
    ) -> ImportResult:
        """Note the plan and put it into the history."""
        if check_cancelled:
            check_cancelled()
        self.carried.append(plan)
        at = datetime(2026, 10, 8, 9, 30 + len(self.lines), tzinfo=ZONE)
        summary = {"customers": [1, 0, 310], "invoices": [4, 2, 1620], "rejected": 1}
        line = Batch(len(self.lines) + 1, at, plan.file.source_name, plan.file.preset, plan.as_of, summary)
        self.lines.insert(0, line)
        return ImportResult(line.id, plan)

    def batches(self) -> tuple[Batch, ...]:
        """The newest first."""
        return tuple(self.lines)

    def undo(self, batch_id: int, reason: str, **_watch: object) -> object:
        """Mark the import as taken back, or refuse."""
        if self.refusal is not None:
            raise self.refusal
        at = datetime(2026, 10, 8, 10, 0, tzinfo=ZONE)
        self.lines = [
            replace(line, undone_at=at, undone_reason=reason) if line.id == batch_id else line
            for line in self.lines
        ]
        return batch_id
