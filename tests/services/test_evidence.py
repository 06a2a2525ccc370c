"""Evidence and the chain of events: nothing can be altered, lost or slipped in unnoticed."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.audit import GENESIS, canonical_json, chain_hash
from arcdesk.files import CannotWrite
from arcdesk.models.base import proxy
from arcdesk.services import evidence as store
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence import EvidenceDamaged, EvidenceEmpty, PastedFile, UnknownEvidence
from arcdesk.services.evidence_files import EvidenceFileMissing, ExportExists
from arcdesk.services.ledger import UnknownInvoice
from tests.services.desks import Book, customer_id, enter, not_well, set_day, table_rows

SHOT = PastedFile("聊天.png", b"\x89PNG the promise")


@pytest.fixture
def who(desk: Desk) -> int:
    enter(desk, Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    return customer_id(desk, "C1")


def stored_files(desk: Desk) -> list[Path]:
    return sorted(path for path in desk.workspace.evidence.rglob("*") if path.is_file())


def loosen(table: str) -> None:
    for verb in ("update", "delete"):
        proxy.execute_sql(f"DROP TRIGGER {table}_no_{verb}")


def test_a_stored_file_is_named_by_its_hash_and_read_only(desk: Desk, who: int) -> None:
    kept = desk.evidence.add(SHOT, who, kind="wechat")
    (file,) = stored_files(desk)
    assert file.name == kept.sha256 == hashlib.sha256(SHOT.content).hexdigest()
    assert file.parent.name == kept.sha256[:2]
    assert not file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    assert desk.evidence.read(kept.id) == SHOT.content
    assert (kept.media_type, kept.kind, kept.captured_at, kept.duplicate) == (
        "image/png",
        "wechat",
        None,
        False,
    )


def test_the_source_stays_as_it_was_and_its_time_is_a_claim(desk: Desk, who: int, tmp_path: Path) -> None:
    file = tmp_path / "合同.pdf"
    file.write_bytes(b"%PDF")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    kept = desk.evidence.add(file, who)
    assert file.read_bytes() == b"%PDF"
    assert kept.captured_at is not None
    assert datetime.fromisoformat(kept.captured_at).timestamp() == 1_700_000_000


def test_a_time_of_capture_always_has_its_offset(desk: Desk, who: int) -> None:
    kept = desk.evidence.add(SHOT, who, captured_at=datetime(2026, 10, 1, 8, 30))  # noqa: DTZ001 - as typed by a person
    assert kept.captured_at == "2026-10-01T08:30:00+08:00"


def test_the_same_content_is_kept_once_and_belongs_to_both(desk: Desk, who: int) -> None:
    first = desk.evidence.add(SHOT, who)
    second = desk.evidence.add(PastedFile("again.png", SHOT.content), customer_id(desk, "C2"))
    assert (second.id, second.duplicate) == (first.id, True)
    assert len(stored_files(desk)) == 1
    assert desk.evidence.list()[0].customer_ids == (who, customer_id(desk, "C2"))
    assert [item.id for item in desk.evidence.list(customer_id(desk, "C2"))] == [first.id]


def test_a_contact_with_its_files_is_all_or_nothing(desk: Desk, who: int, tmp_path: Path) -> None:
    missing = tmp_path / "gone.png"
    with pytest.raises(EvidenceFileMissing):
        desk.contacts.log(NewContact(who, "wechat", "promised", attachments=(SHOT, missing)))
    assert (desk.contacts.recent(who), desk.evidence.list()) == ((), ())
    logged = desk.contacts.log(
        NewContact(who, "wechat", "promised", attachments=(SHOT, PastedFile("b", b"b")))
    )
    assert [item.kind for item in logged.evidence] == ["wechat", "wechat"]
    assert not_well(desk) == []


def test_the_file_is_there_before_its_row(desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_row(*_: object, **__: object) -> None:
        assert len(stored_files(desk)) == 1
        raise RuntimeError("power cut")

    monkeypatch.setattr(store.Evidence, "create", no_row)
    with pytest.raises(RuntimeError, match="power cut"):
        desk.evidence.add(SHOT, who)
    assert desk.evidence.list() == ()
    assert desk.evidence.verify().all_well


@pytest.mark.parametrize("make", ["missing", "folder", "empty"])
def test_what_is_no_file_is_refused_and_nothing_recorded(
    desk: Desk, who: int, tmp_path: Path, make: str
) -> None:
    source = tmp_path / "x.png"
    if make == "folder":
        source.mkdir()
    elif make == "empty":
        source.touch()
    with pytest.raises(EvidenceEmpty if make == "empty" else EvidenceFileMissing) as refused:
        desk.evidence.add(source, who)
    assert str(source) in str(refused.value)
    assert (desk.evidence.list(), stored_files(desk)) == ((), [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_and_not_waited_for(desk: Desk, who: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvidenceFileMissing):
        desk.evidence.add(tmp_path / "pipe", who)


def test_evidence_belongs_to_somebody_known(desk: Desk, who: int) -> None:
    with pytest.raises(UnknownCustomer):
        desk.evidence.add(SHOT, 99)
    with pytest.raises(UnknownInvoice):
        desk.evidence.add(SHOT, customer_id(desk, "C2"), invoice_number="A")
    with pytest.raises(UnknownEvidence):
        desk.evidence.read(99)


def test_a_full_disk_records_nothing(desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            desk.evidence.add(SHOT, who)
    assert (desk.evidence.list(), stored_files(desk)) == ((), [])


def spoil(file: Path, content: bytes) -> None:
    file.chmod(0o600)
    file.write_bytes(content)


def test_verify_finds_a_changed_byte_a_cut_and_a_missing_file(desk: Desk, who: int) -> None:
    kept = [desk.evidence.add(PastedFile(f"{n}.txt", f"file {n}".encode()), who) for n in range(4)]
    paths = [desk.evidence.path_of(item.id) for item in kept]
    spoil(paths[0], b"fiLe 0")
    spoil(paths[1], b"file")
    paths[2].chmod(0o600)
    paths[2].unlink()
    seen: list[tuple[int, int]] = []
    report = desk.evidence.verify(progress=lambda done, total: seen.append((done, total)))
    assert [found.original_name for found in report.damaged] == ["0.txt", "1.txt"]
    assert [found.original_name for found in report.missing] == ["2.txt"]
    assert (report.files, report.all_well, report.chain_ok, seen[-1]) == (4, False, True, (4, 4))
    assert [found.original_name for found in desk.evidence.verify(deep=False).damaged] == ["1.txt"]
    for item in kept[:3]:
        with pytest.raises(EvidenceDamaged):
            desk.evidence.read(item.id)
    assert "evidence" in not_well(desk)


def test_adding_the_original_again_mends_a_damaged_file(desk: Desk, who: int) -> None:
    kept = desk.evidence.add(SHOT, who)
    spoil(desk.evidence.path_of(kept.id), b"altered")
    assert desk.evidence.add(SHOT, who).duplicate
    assert desk.evidence.verify().all_well


def test_an_export_never_overwrites_and_is_an_event(desk: Desk, who: int, tmp_path: Path) -> None:
    kept = desk.evidence.add(SHOT, who)
    target = tmp_path / "out.png"
    assert desk.evidence.export(kept.id, target).read_bytes() == SHOT.content
    events = desk.evidence.verify().chain_events
    with pytest.raises(ExportExists):
        desk.evidence.export(kept.id, target)
    with pytest.raises(CannotWrite):
        desk.evidence.export(kept.id, tmp_path / "no" / "folder.png")
    assert desk.evidence.verify().chain_events == events
    spoil(desk.evidence.path_of(kept.id), b"x")
    with pytest.raises(EvidenceDamaged):
        desk.evidence.export(kept.id, tmp_path / "other.png")


APPEND_ONLY = ("contact", "promise", "evidence", "document", "document_invoice", "delivery", "audit_event")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_history_can_neither_be_changed_nor_deleted(desk: Desk, who: int, table: str, statement: str) -> None:
    desk.contacts.log(
        NewContact(who, "phone", "promised", promises=((100, date(2026, 10, 9)),), attachments=(SHOT,))
    )
    (letter,) = desk.letters.issue(who, force=True, reason="已与领导商定")
    desk.documents.record_delivered(letter.number, date(2026, 10, 8), SHOT)
    (column,) = proxy.execute_sql("SELECT name FROM pragma_table_info(?)", (table,)).fetchone()
    before = table_rows(table)
    assert before
    with pytest.raises(Exception, match="append-only"):
        proxy.execute_sql(statement.format(table, column))
    assert table_rows(table) == before


def change_body() -> None:
    proxy.execute_sql(
        'UPDATE audit_event SET body = replace(body, \'"code":"C9"\', \'"code":"C8"\') WHERE seq = 4'
    )


def change_column() -> None:
    proxy.execute_sql("UPDATE audit_event SET at = '2020-01-01T00:00:00+08:00' WHERE seq = 4")


def reseal_one() -> None:
    """Change an event and give it a fitting hash: the next one no longer fits."""
    (body,) = proxy.execute_sql("SELECT body FROM audit_event WHERE seq = 4").fetchone()
    (previous,) = proxy.execute_sql("SELECT hash FROM audit_event WHERE seq = 3").fetchone()
    event = json.loads(body) | {"actor": "somebody"}
    text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    proxy.execute_sql(
        "UPDATE audit_event SET body = ?, hash = ? WHERE seq = 4", (text, chain_hash(previous, event))
    )


def remove() -> None:
    proxy.execute_sql("DELETE FROM audit_event WHERE seq = 4")


def remove_and_close_up() -> None:
    remove()
    proxy.execute_sql("UPDATE audit_event SET seq = seq - 1 WHERE seq = 5")
    proxy.execute_sql("UPDATE audit_event SET seq = seq - 1 WHERE seq = 6")


def insert() -> None:
    proxy.execute_sql("UPDATE audit_event SET seq = 7 WHERE seq = 6")
    proxy.execute_sql(
        "INSERT INTO audit_event SELECT 6, at, action, customer_id, body, hash FROM audit_event WHERE seq = 5"
    )


def reorder() -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        proxy.execute_sql("UPDATE audit_event SET seq = ? WHERE seq = ?", (new, old))


TAMPERINGS: dict[Callable[[], None], tuple[int, str]] = {
    change_body: (4, "changed"), change_column: (4, "changed"), reseal_one: (5, "changed"), remove: (4, "removed"),
    remove_and_close_up: (4, "removed"), insert: (6, "inserted"), reorder: (4, "moved"),
}  # fmt: skip


@pytest.mark.parametrize("tamper", list(TAMPERINGS), ids=lambda tamper: tamper.__name__)
def test_the_chain_says_where_it_was_tampered_with(desk: Desk, who: int, tamper: Callable[[], None]) -> None:
    for code in ("C8x", "C9", "C10", "C11"):
        desk.customers.add(code, code)
    assert desk.evidence.verify().chain_events == 6
    loosen("audit_event")
    tamper()
    report = desk.evidence.verify()
    assert not report.chain_ok
    assert (report.chain_broken_at, report.chain_fault) == TAMPERINGS[tamper]
    assert "chain" in not_well(desk)


def test_events_cut_off_at_the_end_are_missed_by_their_rows(desk: Desk, who: int) -> None:
    desk.contacts.log(NewContact(who, "phone", "paid"))
    loosen("audit_event")
    proxy.execute_sql("DELETE FROM audit_event WHERE seq = 3")
    assert desk.evidence.verify().chain_broken_at == 3
    proxy.execute_sql("DELETE FROM audit_event")
    assert desk.evidence.verify().chain_broken_at == 1


def test_a_log_that_does_not_fit_the_last_backup_is_told(desk: Desk, who: int, tmp_path: Path) -> None:
    desk.backups.make(tmp_path / "b.zip")
    desk.customers.add("C77", "七七")
    assert desk.evidence.verify().all_well
    events = desk.evidence.verify().chain_events
    loosen("audit_event")
    rows = table_rows("audit_event")
    proxy.execute_sql("DELETE FROM audit_event")
    report = desk.evidence.verify()
    assert (report.chain_broken_at, report.chain_fault) == (1, "cut")
    previous = GENESIS
    for seq, at, action, customer, body, _ in rows:
        event = json.loads(str(body)) | {"actor": "somebody"}
        previous = chain_hash(previous, event)
        text = canonical_json(event).decode()
        proxy.execute_sql("INSERT INTO audit_event VALUES (?,?,?,?,?,?)", (seq, at, action, customer, text, previous))
    report = desk.evidence.verify()
    last = desk.backups.last()
    assert last is not None
    assert (report.chain_broken_at, report.chain_fault) == (last.events, "rewritten")
    assert report.chain_events == events
    assert not report.all_well


def test_a_verification_that_is_told_is_an_event(desk: Desk, who: int) -> None:
    kept = desk.evidence.add(SHOT, who)
    before = desk.evidence.verify().chain_events
    spoil(desk.evidence.path_of(kept.id), b"x")
    report = desk.verification.verify()
    assert [each.evidence_id for each in report.damaged] == [kept.id]
    body = json.loads(str(table_rows("audit_event")[-1][4]))
    assert (body["action"], body["damaged"], body["all_well"]) == ("evidence.verified", [kept.id], False)
    assert desk.evidence.verify().chain_events == before + 1


def test_a_printed_head_is_found_in_the_log(desk: Desk, who: int) -> None:
    row = table_rows("audit_event")[1]
    assert desk.verification.event_of_head(f" {str(row[5]).upper()[:32]} {row[5][32:]}\n") == (2, row[1])
    assert desk.verification.event_of_head("ab" * 32) is None


@pytest.mark.parametrize("events", [-2, 0, 10**30])
def test_a_note_of_the_last_backup_that_was_altered_stops_nothing(
    desk: Desk, who: int, tmp_path: Path, events: int
) -> None:
    desk.backups.make(tmp_path / "b.zip")
    note = desk.workspace.backups / "last-backup.json"
    note.write_text(json.dumps(json.loads(note.read_text(encoding="utf-8")) | {"events": events}), encoding="utf-8")
    assert desk.evidence.verify().chain_ok == (events == 0)


def test_a_verification_alone_makes_no_backup_due(desk: Desk, who: int, tmp_path: Path) -> None:
    desk.backups.make(tmp_path / "b.zip")
    desk.verification.verify()
    set_day(desk, "2026-11-08")
    assert not desk.backups.is_due()
    desk.customers.add("C55", "五五")
    assert desk.backups.is_due()
