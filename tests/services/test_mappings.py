"""Layouts that were explained: kept with an event each, found by headings, used by the next plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.importing.errors import MissingColumns, NoHeading
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.importing.reader import Table
from arcdesk.models.audit import AuditEvent
from arcdesk.services.mappings import MappingNameMissing, MappingNameTaken, MappingNameTooLong, UnknownMapping
from tests.services.desks import not_well

MAPPING = ColumnMapping(
    {"customer_name": "对象", "issued_on": "何时", "amount": "几何"}, seen=("何时", "几何", "对象")
)


def events() -> list[str]:
    rows = AuditEvent.select().order_by(AuditEvent.seq)
    return [row.action for row in rows if row.action.startswith("mapping.")]


def write(folder: Path, text: str, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_layout_is_kept_renamed_and_forgotten(desk: Desk) -> None:
    saved = desk.mappings.save("  每周 台账 ", MAPPING)
    assert (saved.name, saved.mapping) == ("每周 台账", MAPPING)
    assert [each.name for each in desk.mappings.all()] == ["每周 台账"]
    desk.mappings.save("每周 台账", ColumnMapping(dict(MAPPING.fields), open_only=True))
    (only,) = desk.mappings.all()
    assert only.mapping.open_only
    desk.mappings.save("other", MAPPING)
    with pytest.raises(MappingNameTaken):
        desk.mappings.rename("other", "每周 台账")
    desk.mappings.rename("other", "B")
    desk.mappings.delete("B")
    assert [each.name for each in desk.mappings.all()] == ["每周 台账"]
    assert events() == ["mapping.saved"] * 3 + ["mapping.renamed", "mapping.deleted"]
    assert not_well(desk) == []


@pytest.mark.parametrize(("name", "refusal"), [("  ", MappingNameMissing), ("长" * 61, MappingNameTooLong)])
def test_a_name_is_short_and_not_empty(desk: Desk, name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        desk.mappings.save(name, MAPPING)
    with pytest.raises(UnknownMapping):
        desk.mappings.delete("nothing")
    assert events() == []


def test_a_saved_layout_goes_before_presets_and_changes_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    file = write(tmp_path, "对象,何时,几何\n甲公司,2026-06-01,100\n甲公司,2026-06-02,200\n")
    with pytest.raises(NoHeading):
        desk.importing.plan(file)
    desk.importing.carry_out(desk.importing.plan(file, mapping=MAPPING))
    desk.mappings.save("A", MAPPING)
    more = write(
        tmp_path, "页眉\n编外,几何,对象,何时\nx,200,甲公司,2026-06-02\nx,100,甲公司,2026-06-01\n", "more.csv"
    )
    plan = desk.importing.plan(more)
    assert (plan.file.preset, plan.file.mapping_name) == ("mapped", "A")
    counts = [getattr(kind, what) for kind in (plan.customers, plan.invoices) for what in ("new", "changed")]
    assert counts == [0] * 4
    known = write(tmp_path, "单据编号,客户名称,开票日期,金额\nA1,甲公司,2026-06-01,100\n", "known.csv")
    assert desk.importing.plan(known).file.preset != "mapped"
    swapped = ColumnMapping({"customer_name": "客户名称", "due_on": "开票日期", "amount": "金额"})
    desk.mappings.save("swapped", swapped)
    assert desk.importing.plan(known).file.mapping_name == "swapped"
    assert desk.importing.plan(known, preset="arcdesk").file.mapping_name == ""


def test_of_two_layouts_the_one_with_more_headings_counts_and_a_wide_export_is_not_meant(desk: Desk) -> None:
    few = ColumnMapping(
        {"customer_name": "客户", "issued_on": "日期", "amount": "金额"}, seen=("客户", "日期", "金额")
    )
    desk.mappings.save("few", few)
    desk.mappings.save("more", ColumnMapping({**few.fields, "note": "备注"}))
    found = desk.mappings.recognise(
        [Table("s", [["客户", "日期", "金额", "备注"], ["甲", "2026-01-01", 1.0, ""]])]
    )
    assert found is not None
    assert found.name == "more"
    wide = ["客户", "日期", "金额", *(f"列{number}" for number in range(40))]
    assert desk.mappings.recognise([Table("s", [wide, ["x"] * 43])]) is None


def test_a_layout_without_headings_fits_by_its_cells_alone(desk: Desk) -> None:
    desk.mappings.save(
        "bare", ColumnMapping({"customer_name": 0, "issued_on": 1, "amount": 2}, heading_row=None)
    )
    rows = [["甲公司", "2026-06-01", "100"], ["乙公司", "2026-06-02", "200"]]
    found = desk.mappings.recognise([Table("s", rows)])
    assert found is not None
    assert desk.mappings.recognise([Table("s", [["客户", "日期", "金额"], *rows])]) is None


def test_a_mapping_that_leaves_out_what_is_required_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = write(tmp_path, "对象,何时,几何\n甲公司,2026-06-01,100\n")
    with pytest.raises(MissingColumns):
        desk.importing.plan(file, mapping=ColumnMapping({"amount": "几何"}))
