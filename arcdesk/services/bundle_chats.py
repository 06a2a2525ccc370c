"""WeChat exhibits in a court bundle: the exhibit is the piece, its screenshots lie beside it (R62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from arcdesk.files import safe_name
from arcdesk.models.collection import Evidence
from arcdesk.services.wechat_books import StoredExhibit

Rows = list[tuple[Evidence, str]]
Parts = Mapping[int, tuple[Evidence, ...]]
"""Screenshots in their order by the evidence number of their exhibit."""

NO_PARTS: Parts = MappingProxyType({})


def folded(rows: Rows, exhibits: Iterable[StoredExhibit]) -> tuple[Rows, Parts]:
    """The pieces without replaced exhibits and without screenshots that stand in an exhibit; and what stands in each.

    A screenshot that only a replaced exhibit showed stays a piece of its own: nothing vanishes by a correction.
    """
    every = tuple(exhibits)
    here = {row.id for row, _ in rows}
    by_number = {one.number: one.evidence_id for one in every}
    replaced = {one.evidence_id for one in every if by_number.get(one.replaced_by) in here}
    shown = [one for one in every if one.evidence_id in here - replaced]
    wanted = {part.evidence_id for one in shown for part in one.parts}
    known = {row.id: row for row in Evidence.select().where(Evidence.id.in_(wanted))}
    parts = {one.evidence_id: tuple(known[part.evidence_id] for part in one.parts) for one in shown}
    return [(row, kind) for row, kind in rows if row.id not in replaced | wanted], parts


def part_names(number: str, exhibit: Evidence, parts: tuple[Evidence, ...]) -> tuple[Path, ...]:
    """Where the screenshots lie among the originals: in a folder called after the exhibit, counted from 01."""
    folder = safe_name(f"{number} {Path(exhibit.original_name).stem}")
    digits = max(len(str(len(parts))), 2)
    return tuple(
        Path(folder) / f"{position:0{digits}d} {safe_name(part.original_name)}"
        for position, part in enumerate(parts, start=1)
    )
