"""Encrypted files: read from anywhere, nothing altered passes, and the turn from one form to the other."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.services import sealed_files
from arcdesk.services.evidence import EvidenceDamaged, PastedFile
from arcdesk.services.sealed_files import CHUNK_BYTES, AlteredFile, encrypted, open_sealed, plain_size
from arcdesk.services.vault import ENCRYPTED
from tests.services.desks import Book, customer_id, enter

KEY = bytes(reversed(range(32)))
EDGES = (1, 15, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)


def sealed(content: bytes, block: int = 1 << 20) -> bytes:
    return b"".join(encrypted((content[at : at + block] for at in range(0, len(content), block)), KEY))


def opened(stored: bytes, key: bytes = KEY) -> bytes:
    with open_sealed(io.BytesIO(stored), key) as file:
        return file.read()


@pytest.mark.parametrize("size", EDGES)
@pytest.mark.parametrize("block", [1000, CHUNK_BYTES, 1 << 20])
def test_what_went_in_comes_out(size: int, block: int) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311
    stored = sealed(content, block)
    assert opened(stored) == content
    assert plain_size(len(stored)) == size
    assert content[:64] not in stored or size < 16


@settings(max_examples=60)
@given(st.sampled_from(EDGES), st.data())
def test_any_part_can_be_read(size: int, data: st.DataObject) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311
    start = data.draw(st.integers(0, size))
    count = data.draw(st.integers(0, size - start))
    with open_sealed(io.BytesIO(sealed(content)), KEY) as file:
        file.seek(start)
        assert file.read(count) == content[start : start + count]
        assert file.seek(-size, io.SEEK_END) == 0
        assert file.read(1) == content[:1]


@settings(max_examples=120)
@given(st.sampled_from(EDGES), st.data())
def test_one_flipped_bit_is_always_seen(size: int, data: st.DataObject) -> None:
    stored = bytearray(sealed(bytes(size)))
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(AlteredFile):
        opened(bytes(stored))


def test_chunks_cannot_be_dropped_cut_off_moved_or_added() -> None:
    stored = sealed(random.Random(5).randbytes(3 * CHUNK_BYTES))  # noqa: S311
    whole = CHUNK_BYTES + sealed_files.TAG_BYTES
    head, chunks = stored[: sealed_files.HEAD_BYTES], stored[sealed_files.HEAD_BYTES :]
    parts = [chunks[at : at + whole] for at in range(0, len(chunks), whole)]
    wrong = (
        head + b"".join(parts[:-1]), head + b"".join((parts[1], parts[0], parts[2])), stored + parts[-1],
        head + b"".join(parts[1:]), stored[:-1], stored + b"\0", head, b"", stored[:20], head[:8] + bytes(32) + chunks,
    )  # fmt: skip
    for other in wrong:
        with pytest.raises(AlteredFile):
            opened(other)
    with pytest.raises(AlteredFile):
        opened(stored, key=bytes(32))


@pytest.fixture
def books(desk: Desk) -> Desk:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    for number in range(4):
        shot = PastedFile(f"聊天{number}.png", b"\x89PNG" + bytes([number]) * (1 + number * 70_000))
        desk.evidence.add(shot, customer_id(desk, "C1"))
    return desk


def turn(desk: Desk, *, encrypts: bool) -> int:
    desk.workspace.key_file = replace(desk.workspace.key_file, encrypts_evidence=encrypts)
    return desk.evidence.vault.convert()


def lying(desk: Desk) -> list[Path]:
    return sorted(file for file in desk.workspace.evidence.rglob("*") if file.is_file())


def test_evidence_is_encrypted_and_decrypted_and_stays_what_it_was(books: Desk) -> None:
    contents = {item.id: books.evidence.read(item.id) for item in books.evidence.list()}
    plain = lying(books)
    assert turn(books, encrypts=True) == 0
    assert all(file.suffix == ENCRYPTED for file in lying(books))
    assert not any(b"PNG" in file.read_bytes() for file in lying(books))
    assert books.evidence.verify(deep=True).all_well
    assert {item.id: books.evidence.read(item.id) for item in books.evidence.list()} == contents
    assert all(hashlib.sha256(content).hexdigest() for content in contents.values())
    assert turn(books, encrypts=True) == 0
    assert turn(books, encrypts=False) == 0
    assert lying(books) == plain
    assert books.evidence.verify(deep=True).all_well


def test_what_comes_in_later_takes_the_form_that_is_wanted(books: Desk) -> None:
    turn(books, encrypts=True)
    stored = books.evidence.add(PastedFile("new.txt", b"promise of 5 March"), customer_id(books, "C1"))
    file = books.evidence.file_of(stored.sha256)
    assert file.suffix == ENCRYPTED
    assert b"promise" not in file.read_bytes()
    again = books.evidence.add(PastedFile("again.txt", b"promise of 5 March"), customer_id(books, "C1"))
    assert again.duplicate
    assert books.evidence.read(stored.id) == b"promise of 5 March"


def test_a_stopped_turn_is_taken_up_where_it_was(books: Desk) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Enough

    books.workspace.key_file = replace(books.workspace.key_file, encrypts_evidence=True)
    with pytest.raises(Enough):
        books.evidence.vault.convert(stop)
    assert books.evidence.vault.forms().waiting == 2
    assert books.evidence.verify(deep=True).all_well
    assert books.evidence.vault.convert() == 0
    assert books.evidence.vault.forms().waiting == 0


def test_the_other_form_wanted_in_the_middle_of_a_turn_loses_no_file(books: Desk) -> None:
    """The password set and dropped again while the first files are being encrypted."""
    contents = {item.id: books.evidence.read(item.id) for item in books.evidence.list()}

    def drop(done: int, _total: int) -> None:
        if done == 2:
            books.workspace.key_file = replace(books.workspace.key_file, encrypts_evidence=False)

    books.workspace.key_file = replace(books.workspace.key_file, encrypts_evidence=True)
    assert books.evidence.vault.convert(drop) == 0
    assert {item.id: books.evidence.read(item.id) for item in books.evidence.list()} == contents
    assert books.evidence.vault.forms().waiting == 2
    assert books.evidence.vault.convert() == 0
    assert len(lying(books)) == len(contents)
    assert books.evidence.verify(deep=True).all_well


def test_a_turn_can_be_stopped_inside_of_a_long_recording(books: Desk, tmp_path: Path) -> None:
    recording = tmp_path / "call.m4a"
    recording.write_bytes(bytes(3_500_000))
    sealed = books.evidence.add(recording, customer_id(books, "C1"))
    told: list[int] = []

    class Enough(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if told.count(done) == 7:  # the small ones are told of four times
            raise Enough

    books.workspace.key_file = replace(books.workspace.key_file, encrypts_evidence=True)
    with pytest.raises(Enough):
        books.evidence.vault.convert(stop)
    assert books.evidence.read(sealed.id) == bytes(3_500_000)
    assert not list(books.workspace.evidence.glob(".tmp*"))


def test_the_sweep_leaves_what_is_being_written(books: Desk) -> None:
    """Evidence that comes in while the files are being turned."""

    def blocks() -> Iterator[bytes]:
        yield b"promise "
        books.evidence.vault.sweep()
        yield b"of 5 March"

    sha256, size = books.evidence.vault.take_in(blocks())
    assert size == 18
    assert books.evidence.vault.is_sound(sha256)


def test_a_kill_between_the_two_forms_leaves_one_file_at_the_end(books: Desk) -> None:
    first = lying(books)[0]
    turn(books, encrypts=True)
    sealed_file = lying(books)[0]
    first.write_bytes(books.evidence.vault.open(first.name).read())  # as if killed before the plain one was removed
    (books.workspace.evidence / ".tmp-left").write_bytes(b"half")
    assert books.evidence.vault.forms().waiting == 1
    assert turn(books, encrypts=True) == 0
    assert not first.exists()
    assert sealed_file.exists()
    assert not (books.workspace.evidence / ".tmp-left").exists()


def test_a_damaged_file_is_left_for_the_verification_to_tell(books: Desk) -> None:
    file = lying(books)[1]
    file.chmod(0o600)
    file.write_bytes(b"altered")
    assert turn(books, encrypts=True) == 1
    report = books.evidence.verify(deep=True)
    assert [finding.sha256 for finding in report.damaged] == [file.name]
    other = next(item for item in books.evidence.list() if item.sha256 != file.name)
    sealed_file = books.evidence.file_of(other.sha256)
    sealed_file.chmod(0o600)
    content = bytearray(sealed_file.read_bytes())
    content[-1] ^= 1
    sealed_file.write_bytes(content)
    with pytest.raises(EvidenceDamaged):
        books.evidence.read(other.id)
    assert len(books.evidence.verify(deep=True).damaged) == 2


def test_a_long_recording_tells_how_far_it_is_and_can_be_stopped(books: Desk, tmp_path: Path) -> None:
    recording = tmp_path / "call.m4a"
    recording.write_bytes(bytes(3_500_000))
    told: list[tuple[int, int]] = []
    books.evidence.add(recording, customer_id(books, "C1"), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3_500_000, 3_500_000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    recording.write_bytes(b"\1" * 3_500_000)

    class Cancelled(Refusal):
        sentence = "Cancelled."

    def cancel(done: int, _total: int) -> None:
        if done > 1 << 20:
            raise Cancelled

    before = lying(books)
    with pytest.raises(Cancelled):
        books.evidence.add(recording, customer_id(books, "C1"), progress=cancel)
    assert lying(books) == before
