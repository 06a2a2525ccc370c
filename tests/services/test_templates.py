"""A person's own words for letters: kept in versions, checked, filled with the ledger's figures (F-57, R71, R91)."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.letter_fields import CONDITIONS, FIELDS
from arcdesk.models.base import proxy
from arcdesk.pdf.errors import MissingField
from arcdesk.services.contacts import NewContact
from arcdesk.services.kept_words import LANGUAGES, NoTemplateFile, NothingChanged
from arcdesk.services.templates import KINDS, TemplateRefused, UnknownTemplate
from tests.services.desks import TODAY, Book, customer_id, day, enter, table_rows

OWN = """# 催款函
## 第一次

{customer}：截至{as_of}，{promise_date}仍未付款。

{invoice_list}

请于{pay_deadline}前付**{amount}**。

{bank_block}

特此函告。
"""


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "").replace("\n", "")


@pytest.fixture
def owing(desk: Desk) -> int:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    return customer_id(desk, "C1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_template_has_nothing_against_it(desk: Desk, kind: str, language: str) -> None:
    template = desk.templates.current(kind, language)
    assert template.is_shipped
    assert desk.templates.check(kind, template.text) == ()


def test_own_words_are_printed_until_they_are_taken_back(desk: Desk, owing: int) -> None:
    words = OWN.replace("{promise_date}仍未付款", "贵司仍未付款")
    saved = desk.templates.save("first", "zh", words, "shorter")
    assert not saved.is_shipped
    (letter,) = desk.letters.issue(owing, "first")
    printed = text_of(desk.documents.pdf(letter.number))
    assert "C1有限公司：截至2026年10月8日，贵司仍未付款" in printed
    assert "1,000.00" in printed
    assert "感谢贵司" not in printed
    desk.templates.reset("first", "zh")
    assert "感谢贵司" in text_of(desk.letters.preview(owing, "first", force=True))
    assert "贵司仍未付款" in text_of(desk.documents.pdf(letter.number))
    assert [(v.text, v.note) for v in desk.templates.versions("first", "zh")] == [(None, ""), (words, "shorter")]


def test_a_field_without_value_stops_the_letter_and_names_it(desk: Desk, owing: int) -> None:
    desk.templates.save("first", "zh", OWN)
    with pytest.raises(MissingField) as refused:
        desk.letters.issue(owing, "first")
    assert "promise" in str(refused.value)
    assert desk.letters.issued() == ()
    desk.contacts.log(NewContact(owing, "phone", "promised", promises=((100000, day("2026-10-09")),)))
    printed = text_of(desk.letters.preview(owing, "first", force=True))
    assert "2026年10月9日仍未付款" in printed


def test_other_words_can_be_tried_without_being_saved(desk: Desk, owing: int) -> None:
    tried = OWN.replace("{promise_date}仍未付款", "试写")
    assert "试写" in text_of(desk.letters.preview(owing, "first", template=tried))
    assert desk.templates.current("first", "zh").is_shipped


def test_every_field_has_its_present_value_or_none(desk: Desk, owing: int) -> None:
    values = desk.letters.fields(owing, "second")
    assert values["customer"] == "C1有限公司"
    assert values["amount"] == "¥1,000.00"
    assert values.get("promise_date", "") == ""
    assert set(values) <= set(FIELDS) | set(CONDITIONS)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("{pay_deadline}", "月底", "pay_deadline"),
        ("**{amount}**", "全款", "amount"),
        ("{customer}", "{costumer}", "costumer"),
        ("{customer}", "{bank}", "bank"),
        ("特此函告", "否则公开曝光", "公开曝光"),
        ("特此函告", "贵司征信已上报", "征信"),
        ("{invoice_list}\n", "", "invoice_list"),
        ("{amount}", "{amount", "{"),
        ("{amount}", "{amount.__class__}", "__class__"),
        ("请于{pay_deadline}前付**{amount}**", "{if interest_to_date}请于{pay_deadline}前付{amount}{end}", "amount"),
    ],
)
def test_what_would_be_no_lawful_demand_is_not_saved(desk: Desk, old: str, new: str, word: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        desk.templates.save("first", "zh", OWN.replace(old, new))
    assert word in str(refused.value)
    assert desk.templates.versions("first", "zh") == ()


def test_figures_written_out_are_pointed_at(desk: Desk) -> None:
    source = OWN.replace("特此函告", "请于2026年3月1日前付¥1,000.00，不含前述款项5万元")
    found = desk.templates.check("first", source)
    assert {source[one.start : one.end] for one in found} == {"2026年3月1日", "¥1,000.00", "5万元"}
    assert not any(one.blocking for one in found)


def test_a_reminder_may_leave_amount_and_day_away(desk: Desk) -> None:
    words = OWN.replace("{promise_date}", "").replace("{pay_deadline}", "到期日").replace("{amount}", "款项")
    assert {one.blocking for one in desk.templates.check("reminder", words)} == {False}
    assert not desk.templates.save("reminder", "zh", words).is_shipped


def test_saving_the_same_again_is_refused(desk: Desk) -> None:
    desk.templates.save("first", "zh", OWN)
    with pytest.raises(NothingChanged):
        desk.templates.save("first", "zh", OWN.replace("\n", "\r\n") + "\n\n")
    with pytest.raises(NothingChanged):
        desk.templates.reset("final", "zh")


def test_what_is_typed_back_as_shipped_counts_as_shipped(desk: Desk) -> None:
    desk.templates.save("first", "zh", OWN)
    assert desk.templates.save("first", "zh", desk.templates.shipped("first", "zh")).is_shipped


def test_a_template_goes_out_and_comes_in(desk: Desk, tmp_path: Path) -> None:
    file = desk.templates.export("final", "en", tmp_path / "final.txt")
    assert desk.templates.read(file) == desk.templates.shipped("final", "en")
    file.write_bytes(OWN.encode("gb18030"))
    assert desk.templates.read(file) == OWN
    file.write_bytes("\ufeff".encode() + OWN.replace("\n", "\r\n").encode())
    assert desk.templates.read(file) == OWN


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"x" * 300_000, b"\xff\xff\xfe\x81"])
def test_what_is_no_text_is_refused(desk: Desk, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.txt"
    file.write_bytes(content)
    with pytest.raises(NoTemplateFile):
        desk.templates.read(file)
    with pytest.raises(NoTemplateFile):
        desk.templates.read(tmp_path / "absent.txt")


def test_there_are_no_other_templates(desk: Desk) -> None:
    for kind, language in (("lawyer_draft", "zh"), ("first", "fr"), ("../first", "zh")):
        with pytest.raises(UnknownTemplate):
            desk.templates.current(kind, language)


def test_versions_are_never_rewritten(desk: Desk) -> None:
    desk.templates.save("first", "zh", OWN)
    for statement in ("UPDATE letter_template SET text = 'x'", "DELETE FROM letter_template"):
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(statement)
    assert len(table_rows("letter_template")) == 1


def test_the_letter_keeps_the_words_it_was_written_in(desk: Desk, owing: int) -> None:
    desk.templates.save("first", "zh", OWN.replace("{promise_date}", ""))
    desk.letters.issue(owing, "first", on=TODAY)
    (row,) = table_rows("document")
    assert "特此函告。" in str(row)
