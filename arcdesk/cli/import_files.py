"""What ``import`` says of a file's quality, and the two files it writes: the report, and the rows to mend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcdesk.cli.errors import NotAWorkbookName
from arcdesk.i18n import current, tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.importing import ImportPlan


@dataclass(frozen=True, slots=True)
class Written:
    """What is added to the answer of ``import``: as JSON, and as lines for people."""

    document: dict[str, Any]
    lines: tuple[str, ...]


def written(desk: Desk, plan: ImportPlan, rejects: str, report: str) -> Written:
    """Examine the file of a plan, and write the files asked for; none of rejected rows where there are none.

    To be called before anything is entered: a file that cannot be written then changes nothing.

    Raises:
        NotAWorkbookName, NotARejectName, SourceGone, SourceChanged, CannotWrite, FileOpenElsewhere, DiskIsFull.
    """
    from arcdesk.services.import_report import SEVERITIES, quality_document

    if report and not report.lower().endswith(".xlsx"):
        raise NotAWorkbookName(name=report, field="report")
    found = desk.import_report.quality(plan)
    files: dict[str, Any] = {"rejects": None, "report": None}
    lines = [f"{tr(SEVERITIES[each.severity])}: {each.text(current())}" for each in found.findings]
    if rejects and plan.rejected:
        count = desk.import_report.write_rejects(plan, Path(rejects))
        files["rejects"] = rejects
        lines.append(tr("{count} rows to mend are in {path}.", count=count, path=rejects))
    if report:
        files["report"] = str(desk.import_report.write_report(plan, Path(report)))
        lines.append(tr("The report on the file is in {path}.", path=report))
    return Written(
        {"quality": quality_document(found, current()), "files": files}, ("", *lines) if lines else ()
    )
