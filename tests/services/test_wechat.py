"""A WeChat exhibit: screenshots sealed each, in order, with what was stated, never changed, in the bundle once."""

from __future__ import annotations

import hashlib
import io
import json
import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playhouse.apsw_ext import IntegrityError

from arcdesk.bootstrap import Desk
from arcdesk.domain.wechat import CHECKLIST
from arcdesk.models.base import proxy
from arcdesk.pdf import preview
from arcdesk.services import wechat_refusals as refused
from arcdesk.services.customers import Person
from arcdesk.services.evidence import EvidenceEmpty, PastedFile
from arcdesk.services.evidence_files import EvidenceFileMissing
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.wechat_books import Conversation, Standing
from tests.services.desks import CHINA, Book, customer_id, day, enter, table_rows

TALK = Conversation(
    partner="孙总😀",
    first_at=datetime(2026, 9, 1, 10, 30, tzinfo=CHINA),
    last_at=datetime(2026, 9, 28, 18, 5, tzinfo=CHINA),
    wechat_id="sun_hy",
    phone_owner="王芳",
    device="华为 Mate 60",
    own_account="wangfang88",
    answers={"phone_kept": "yes", "own_account": "yes", "voice_text": "na", "recording": "no"},
)


def shot(seed: int, width: int = 270, height: int = 600, kind: str = "PNG") -> bytes:
    """A picture like a chat: bubbles on grey, different for each seed."""
    noise = random.Random(seed)  # noqa: S311 - a picture, no secret
    image = Image.new("RGB", (width, height), "#ededed")
    draw = ImageDraw.Draw(image)
    for y in range(20, height - 40, 60):
        left = noise.choice((15, width // 3))
        draw.rounded_rectangle((left, y, left + noise.randint(60, width // 2), y + 36), 8, fill=noise.choice(
            ("#95ec69", "#ffffff")))  # fmt: skip
    packed = io.BytesIO()
    image.save(packed, kind)
    return packed.getvalue()


def pasted(*seeds: int) -> list[PastedFile]:
    return [PastedFile(f"微信图片_{seed}.png", shot(seed)) for seed in seeds]


@pytest.fixture
def who(desk: Desk) -> int:
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01").invoice("B", "C1", 500, "2026-03-01", "2026-04-01")
    enter(desk, book)
    return customer_id(desk, "C1")


def texts(desk: Desk, evidence_id: int) -> list[str]:
    return preview.page_texts(desk.evidence.read(evidence_id))


def joined(pages: list[str]) -> str:
    return "".join(pages).replace("\n", "")


def test_screenshots_become_one_exhibit_in_their_order(desk: Desk, who: int) -> None:
    sources = pasted(3, 1, 2)
    made = desk.wechat.make(who, sources, TALK)
    assert made.number == "WX-2026-0001"
    assert [part.name for part in made.parts] == [source.name for source in sources]
    assert [part.sha256 for part in made.parts] == [hashlib.sha256(one.content).hexdigest() for one in sources]
    for part, source in zip(made.parts, sources, strict=True):
        assert desk.evidence.read(part.evidence_id) == source.content
    assert {item.kind for item in desk.evidence.list(who)} == {"wechat"}
    assert len(desk.evidence.list(who)) == 4
    assert desk.wechat.of(who) == (made,)
    assert desk.wechat.of(customer_id(desk, "C2")) == ()


def test_the_exhibit_says_who_when_whose_and_what_is_missing(desk: Desk, who: int) -> None:
    made = desk.wechat.make(who, pasted(1, 2, 3), TALK, invoices=["A"])
    pages = texts(desk, made.evidence_id)
    text = joined(pages)
    assert len(pages) == made.pages == 3  # the cover with its checklist, and two sheets of pictures
    for words in ("孙总?", "sun_hy", "2026-09-01 10:30", "2026-09-28 18:05", "王芳", "华为 Mate 60", made.number):
        assert words in text, words
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {made.pages} 页" in page
    for part in made.parts:
        assert text.count(part.sha256) == 2  # on the cover and under the picture
        assert part.name in pages[-2] + pages[-1]
    assert pages[-2].index("截图 1") < pages[-2].index("截图 2")
    assert "截图 3" in pages[-1]
    assert made.missing == tuple(key for key in CHECKLIST if key not in ("phone_kept", "own_account", "voice_text"))
    assert text.count("未答") == len(CHECKLIST) - 4


def test_english_and_chinese_are_both_spoken(desk: Desk, who: int) -> None:
    made = desk.wechat.make(who, pasted(1), TALK, language="en")
    text = joined(texts(desk, made.evidence_id))
    assert "WeChat Conversation" in text
    assert "Does not apply" in text


def test_the_making_is_one_event_that_names_every_hash(desk: Desk, who: int) -> None:
    made = desk.wechat.make(who, pasted(1, 2), TALK)
    (body,) = [json.loads(row[4]) for row in table_rows("audit_event") if row[2] == "evidence.wechat_exhibit"]
    assert body["parts"] == [part.sha256 for part in made.parts]
    assert (body["number"], body["sha256"]) == (made.number, made.sha256)
    assert desk.evidence.verify(deep=True).all_well


def test_a_correction_is_a_new_exhibit_and_the_old_one_stays(desk: Desk, who: int) -> None:
    first = desk.wechat.make(who, pasted(1, 2), TALK)
    again = desk.wechat.make(
        who, [first.parts[1].evidence_id, first.parts[0].evidence_id], replace(TALK, partner="孙立"),
        corrects=first.number, reason="顺序有误",
    )  # fmt: skip
    assert (again.number, again.corrects, again.reason) == ("WX-2026-0002", first.number, "顺序有误")
    assert [part.evidence_id for part in again.parts] == [part.evidence_id for part in first.parts][::-1]
    assert desk.wechat.find(first.number).replaced_by == again.number
    assert "顺序有误" in joined(texts(desk, again.evidence_id))
    with pytest.raises(refused.CorrectedAlready):
        desk.wechat.make(who, [], TALK, corrects=first.number, reason="x")
    with pytest.raises(refused.ReasonMissing):
        desk.wechat.make(who, [], TALK, corrects=again.number)
    with pytest.raises(refused.OtherCustomersExhibit):
        desk.wechat.make(customer_id(desk, "C2"), [], TALK, corrects=again.number, reason="x")
    kept = desk.wechat.make(who, [], desk.wechat.restated(again), corrects=again.number, reason="补充清单")
    assert [part.evidence_id for part in kept.parts] == [part.evidence_id for part in again.parts]
    assert len(desk.evidence.list(who)) == 5  # two screenshots, three exhibits


def test_a_file_knows_the_exhibits_it_stands_in(desk: Desk, who: int) -> None:
    first = desk.wechat.make(who, pasted(1, 2), TALK)
    ids = [part.evidence_id for part in first.parts]
    again = desk.wechat.make(who, ids[::-1], TALK, corrects=first.number, reason="顺序")
    left = len(first.missing)
    assert desk.wechat.standings(first.evidence_id) == (Standing(first.number, 0, again.number, left),)
    assert desk.wechat.standings(again.evidence_id) == (Standing(again.number, 0, "", left),)
    assert desk.wechat.standings(ids[0]) == (
        Standing(again.number, 2, "", left), Standing(first.number, 1, again.number, left),
    )  # fmt: skip
    assert desk.wechat.standings(999) == ()


def test_the_timeline_tells_of_the_exhibit_and_not_of_each_screenshot(desk: Desk, who: int) -> None:
    made = desk.wechat.make(who, pasted(1, 2, 3), TALK)
    told = [entry.detail_id for entry in desk.timeline.of(who) if entry.kind == "evidence"]
    assert told == [made.evidence_id]


@pytest.mark.parametrize("table", ["wechat_exhibit", "wechat_part"])
def test_what_was_made_cannot_be_changed(desk: Desk, who: int, table: str) -> None:
    desk.wechat.make(who, pasted(1), TALK)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET evidence_id = 1"):  # noqa: S608 - two known names
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)


def test_a_screenshot_sealed_before_is_linked_and_not_stored_again(desk: Desk, who: int) -> None:
    (one,) = pasted(1)
    known = desk.evidence.add(one, who, kind="wechat")
    made = desk.wechat.make(who, [one, *pasted(2)], TALK, invoices=["A", "B"])
    assert made.parts[0].evidence_id == known.id
    links = [row for row in table_rows("evidence_link") if row[1] == known.id]
    assert len(links) == 3  # of the customer, of A, of B


def refusals(desk: Desk, tmp_path: Path) -> list[tuple[type[Exception], list[object], Conversation]]:
    text, empty = tmp_path / "notes.png", tmp_path / "empty.png"
    text.write_text("no picture", encoding="utf-8")
    empty.write_bytes(b"")
    huge = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\x02" + bytes(43)
    good: list[object] = [*pasted(1)]
    return [
        (refused.NoScreenshots, [], TALK),
        (refused.NotAScreenshot, [*good, text], TALK),
        (refused.NotAScreenshot, [empty], TALK),
        (refused.NotAScreenshot, [PastedFile("huge.png", huge)], TALK),
        (refused.NotAScreenshot, [PastedFile("half.png", shot(4)[:300])], TALK),
        (EvidenceFileMissing, [tmp_path / "gone.png"], TALK),
        (refused.ScreenshotTwice, [*good, PastedFile("same.png", shot(1))], TALK),
        (refused.TooManyScreenshots, good * 501, TALK),
        (refused.PartnerMissing, good, replace(TALK, partner=" \n")),
        (refused.TimesTurned, good, replace(TALK, last_at=datetime(2026, 8, 1, tzinfo=CHINA))),
        (refused.MessagesToCome, good, replace(TALK, last_at=datetime(2027, 1, 1, tzinfo=CHINA))),
        (refused.UnknownPoint, good, replace(TALK, answers={"whole": "na"})),
        (refused.UnknownContactPerson, good, replace(TALK, person_id=99)),
    ]


def test_what_is_wrong_is_one_sentence_and_leaves_no_row(desk: Desk, who: int, tmp_path: Path) -> None:
    for refusal, sources, talk in refusals(desk, tmp_path):
        with pytest.raises(refusal):
            desk.wechat.make(who, sources, talk)  # type: ignore[arg-type]
    with pytest.raises(UnknownInvoice):
        desk.wechat.make(who, pasted(1), TALK, invoices=["Z"])
    with pytest.raises(refused.UnknownWechatExhibit):
        desk.wechat.make(who, pasted(1), TALK, corrects="WX-1", reason="x")
    assert not table_rows("evidence")
    assert not table_rows("wechat_exhibit")


def test_the_contact_person_is_kept_as_he_was_called(desk: Desk, who: int) -> None:
    person = desk.customers.save_person(who, Person(0, "孙立", "总经理"))
    made = desk.wechat.make(who, pasted(1), replace(TALK, person_id=person.id))
    assert made.person == "孙立 (总经理)"
    assert desk.wechat.restated(made).person_id == person.id
    assert "孙立" in desk.evidence_notes.of([made.evidence_id])[made.evidence_id].title


def test_a_stopped_exhibit_leaves_no_row(desk: Desk, who: int) -> None:
    class Stop(Exception):
        pass

    for when in (1, 2, 3):

        def stop(done: int, _total: int, when: int = when) -> None:
            if done >= when:
                raise Stop

        with pytest.raises(Stop):
            desk.wechat.make(who, pasted(1, 2), TALK, progress=stop)
    assert not table_rows("wechat_exhibit")
    assert desk.wechat.make(who, pasted(1, 2), TALK).number == "WX-2026-0001"


def test_a_scrolled_and_a_turned_picture_are_printed_whole(desk: Desk, who: int) -> None:
    turned = Image.open(io.BytesIO(shot(5, 600, 270, "JPEG")))
    tag = turned.getexif()
    tag[0x0112] = 6
    packed = io.BytesIO()
    turned.save(packed, "JPEG", exif=tag)
    sources = [PastedFile("long.png", shot(1, 270, 2600)), PastedFile("turned.jpg", packed.getvalue()),
               PastedFile("wide.png", shot(2, 800, 500))]  # fmt: skip
    made = desk.wechat.make(who, sources, TALK)
    text = joined(texts(desk, made.evidence_id))
    assert "截图 1（第 4 段，共 4 段）" in text
    assert "截图 2" in text
    assert text.count("截图 3") == 1


def test_the_bundle_shows_the_exhibit_once_and_hands_over_its_screenshots(
    desk: Desk, who: int, tmp_path: Path
) -> None:
    desk.evidence.add(PastedFile("alone.png", shot(77)), who, kind="wechat")
    first = desk.wechat.make(who, pasted(1, 2, 3), TALK)
    again = desk.wechat.make(
        who, [part.evidence_id for part in first.parts[:2]], TALK, corrects=first.number, reason="顺序"
    )
    made = desk.bundles.make(who, tmp_path)
    chats = [item for item in made.items if item.number.startswith("1-")]
    assert [item.sha256 for item in made.items if item.sha256 == again.sha256] == [again.sha256]
    names = [item.title for item in made.items]
    assert not [item for item in made.items if item.sha256 == first.sha256]
    assert any("alone" in name for name in names)
    assert any("微信图片_3" in name for name in names)  # only the replaced exhibit showed it
    assert not any("微信图片_1" in name for name in names)
    exhibit = next(item for item in chats if item.sha256 == again.sha256)
    assert exhibit.last_page - exhibit.first_page + 1 == again.pages
    folder = made.originals / f"{exhibit.number} {again.number}"
    assert [path.name for path in sorted(folder.iterdir())] == ["01 微信图片_1.png", "02 微信图片_2.png"]
    assert "截图 2 张" in exhibit.note
    sums = (made.folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(part.sha256 in sums for part in again.parts)


def test_an_altered_screenshot_stops_the_bundle(desk: Desk, who: int, tmp_path: Path) -> None:
    from arcdesk.services.bundles import EvidenceNotSound

    made = desk.wechat.make(who, pasted(1), TALK)
    file = desk.evidence.file_of(made.parts[0].sha256)
    file.chmod(0o600)
    file.write_bytes(b"x")
    with pytest.raises(EvidenceNotSound):
        desk.bundles.make(who, tmp_path / "out")


def test_it_counts_as_the_conversation_about_its_invoice(desk: Desk, who: int) -> None:
    desk.wechat.make(who, pasted(1), TALK, invoices=["A"])
    states = {line.number: line.proof.states["conversation"] for line in desk.completeness.of(who)}
    assert states == {"A": "have", "B": "missing"}


def test_an_empty_file_is_refused_by_its_name(desk: Desk, who: int) -> None:
    with pytest.raises((refused.NotAScreenshot, EvidenceEmpty), match=r"blank\.png"):
        desk.wechat.make(who, [PastedFile("blank.png", b"")], TALK)
    assert day("2026-09-01") == TALK.first_at.date()


def test_under_a_password_nothing_of_it_lies_in_the_clear(
    desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from arcdesk import keys

    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    desk.security.set_password("correct horse battery")
    desk.security.finish()
    sources = pasted(1, 2)
    made = desk.wechat.make(who, sources, TALK)
    again = desk.wechat.make(who, [], TALK, corrects=made.number, reason="补充清单")
    assert made.number in joined(texts(desk, made.evidence_id))
    clear = [sources[0].content[:200], b"%PDF-"]
    for file in desk.workspace.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(piece in content for piece in clear), file.name
    bundle = desk.bundles.make(who, tmp_path / "out")
    folder = next(path for path in bundle.originals.iterdir() if path.is_dir())
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == [one.content for one in sources]
    assert again.number in folder.name


def test_a_read_only_workspace_refuses_and_still_lists(desk: Desk, who: int) -> None:
    from arcdesk.models.engine import WorkspaceNotWritable

    made = desk.wechat.make(who, pasted(1), TALK)
    desk.workspace.can_write = False
    for sources in (pasted(2), [made.parts[0].evidence_id]):
        with pytest.raises(WorkspaceNotWritable):
            desk.wechat.make(who, sources, TALK)
    assert [one.number for one in desk.wechat.of(who)] == [made.number]
