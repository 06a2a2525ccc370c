"""The password: what it protects, what opens it, and that a stop at any moment loses nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import bootstrap, keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.keys import PasswordNeeded, PasswordTooShort, WrongPassword
from arcdesk.secret_store import NoKeyring
from arcdesk.services.backup_archive import NewerBackup, read_manifest
from arcdesk.services.evidence import PastedFile
from arcdesk.services.restore import restore
from arcdesk.services.security import NoPasswordSet, PasswordSetAlready
from tests.services.desks import NOW, Book, customer_id, enter, not_well

PASSWORD, OTHER = "correct horse", "battery staple"


class Keyring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, secret: str) -> None:
        self.kept[name] = secret

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})


@pytest.fixture
def books(desk: Desk) -> Iterator[Desk]:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    desk.evidence.add(PastedFile("聊天.txt", b"I shall pay on 5 March"), customer_id(desk, "C1"))
    desk.secrets = Keyring()
    return desk


def reopened(desk: Desk, secret: str | None) -> Desk:
    folder = desk.workspace.folder
    desk.close()
    key = keys.unlock(keys.load(folder), secret, str(folder))
    return bootstrap.build(folder, FixedClock(NOW), key=key)


def in_the_clear(folder: Path, what: bytes) -> list[str]:
    """Files of the workspace, and members of archives in it, that show ``what``."""
    found = [file.name for file in folder.rglob("*") if file.is_file() and what in file.read_bytes()]
    for archive in folder.rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            found += [name for name in opened.namelist() if what in opened.read(name)]
    return found


def test_a_password_protects_books_and_evidence(books: Desk) -> None:
    key, folder = books.workspace.key, books.workspace.folder
    assert in_the_clear(folder, b"5 March")
    recovery = books.security.set_password(PASSWORD)
    assert books.security.finish() == 0
    assert books.security.state().waiting == 0
    assert in_the_clear(folder, b"5 March") == []
    assert in_the_clear(folder, key.hex().encode()) == []
    assert in_the_clear(folder, recovery.encode()) == []
    assert not_well(books) == []
    books.close()
    with pytest.raises(PasswordNeeded):
        bootstrap.build(folder, FixedClock(NOW))
    with pytest.raises(WrongPassword):
        keys.unlock(keys.load(folder), OTHER, "books")
    for secret in (PASSWORD, recovery):
        again = reopened(books, secret)
        assert again.evidence.read(1) == b"I shall pay on 5 March"
        assert not_well(again) == []
        again.close()


def test_the_password_is_changed_and_the_old_one_opens_nothing(books: Desk) -> None:
    recovery = books.security.set_password(PASSWORD)
    with pytest.raises(WrongPassword):
        books.security.change_password("wrong one", OTHER)
    books.security.change_password(PASSWORD, OTHER)
    with pytest.raises(WrongPassword):
        books.security.check(PASSWORD)
    books.security.change_password(recovery, PASSWORD)  # who forgot it sets a new one by the sheet
    books.security.check(PASSWORD)
    renewed = books.security.new_recovery_key(PASSWORD)
    with pytest.raises(WrongPassword):
        books.security.check(recovery)
    books.security.check(renewed)


def test_a_dropped_password_leaves_everything_open_again(books: Desk) -> None:
    books.security.set_password(PASSWORD)
    books.security.finish()
    with pytest.raises(WrongPassword):
        books.security.drop_password(OTHER)
    books.security.drop_password(PASSWORD)
    assert books.security.finish() == 0
    again = reopened(books, None)
    assert again.evidence.file_of(again.evidence.list()[0].sha256).read_bytes() == b"I shall pay on 5 March"
    assert not_well(again) == []
    again.close()


def test_what_cannot_be_is_refused(books: Desk) -> None:
    with pytest.raises(NoPasswordSet):
        books.security.change_password("", PASSWORD)
    with pytest.raises(PasswordTooShort):
        books.security.set_password("short")
    assert not books.security.state().has_password
    books.security.set_password(PASSWORD)
    with pytest.raises(PasswordSetAlready):
        books.security.set_password(OTHER)


def test_the_keyring_opens_without_asking_until_it_is_told_to_forget(books: Desk) -> None:
    books.security.set_password(PASSWORD)
    books.security.remember(PASSWORD)
    kept = keys.load(books.workspace.folder)
    assert books.security.state().on_this_computer
    assert keys.unlock_with_keyring(kept, books.secrets.get(kept.keyring_name)) == books.workspace.key
    books.security.forget()
    assert not books.security.state().on_this_computer
    assert keys.load(books.workspace.folder).slot("keyring") is None


def test_without_a_keyring_nothing_is_kept_anywhere(books: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail

    from arcdesk.secret_store import SystemKeyring

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        books.secrets = SystemKeyring()
        books.security.set_password(PASSWORD)
        stored = keys.load(books.workspace.folder)
        with pytest.raises(NoKeyring):
            books.security.remember(PASSWORD)
        assert keys.load(books.workspace.folder) == stored
    finally:
        keyring.set_keyring(before)


def test_a_protected_backup_comes_back_with_the_password_alone(books: Desk, tmp_path: Path) -> None:
    recovery = books.security.set_password(PASSWORD)
    books.security.finish()
    made = books.backups.make(tmp_path / "stick.zip")
    assert made.lost == ()
    assert in_the_clear(tmp_path, b"5 March") == []
    assert read_manifest(made.file).format == 2
    for secret, refusal in ((None, PasswordNeeded), (OTHER, WrongPassword)):
        with pytest.raises(refusal):
            restore(made.file, tmp_path / "new", secret=secret)
        assert not (tmp_path / "new").exists()
    for number, secret in enumerate((PASSWORD, recovery)):
        folder = tmp_path / f"new{number}"
        assert restore(made.file, folder, secret=secret).evidence_files == 1
        key = keys.unlock(keys.load(folder), PASSWORD, "books")
        again = bootstrap.build(folder, FixedClock(NOW), key=key)
        assert again.evidence.read(1) == b"I shall pay on 5 March"
        assert not_well(again) == []
        again.close()


def test_a_plain_backup_is_one_that_an_older_program_reads(books: Desk, tmp_path: Path) -> None:
    assert read_manifest(books.backups.make(tmp_path / "plain.zip").file).format == 1


def test_an_encrypted_file_that_was_altered_is_named_by_the_backup(books: Desk, tmp_path: Path) -> None:
    books.security.set_password(PASSWORD)
    books.security.finish()
    sha256 = books.evidence.list()[0].sha256
    file = books.evidence.file_of(sha256)
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    made = books.backups.make(tmp_path / "stick.zip")
    assert made.lost == (sha256,)


def test_backups_that_hold_the_key_in_the_clear_are_named_and_replaced(books: Desk) -> None:
    old = books.backups.make().file
    key = books.workspace.key
    books.security.set_password(PASSWORD)
    books.security.finish()
    assert [backup.file for backup in books.security.open_backups()] == [old]
    assert any(check.name == "protection" and not check.ok for check in books.health.checks())
    assert books.security.replace_open_backups() == (old,)
    assert books.security.open_backups() == ()
    assert in_the_clear(books.workspace.folder, key.hex().encode()) == []
    assert [file.suffix for file in books.workspace.backups.glob("*.zip")] == [".zip"]
    assert not_well(books) == []


def test_copies_for_other_programs_go_when_the_evidence_is_encrypted(books: Desk) -> None:
    copy = books.evidence_copies.open_copy(1)
    assert copy.read_bytes() == b"I shall pay on 5 March"
    books.security.set_password(PASSWORD)
    books.security.finish()
    assert not copy.exists()


def test_the_bundle_for_the_lawyer_holds_plain_originals(books: Desk, tmp_path: Path) -> None:
    books.security.set_password(PASSWORD)
    books.security.finish()
    made = books.bundles.make(customer_id(books, "C1"), tmp_path)
    assert [file.read_bytes() for file in made.originals.iterdir()] == [b"I shall pay on 5 March"]


def test_a_newer_archive_than_this_program_knows_is_refused(books: Desk, tmp_path: Path) -> None:
    import json

    made = books.backups.make(tmp_path / "plain.zip")
    later = tmp_path / "later.zip"
    with zipfile.ZipFile(made.file) as source, zipfile.ZipFile(later, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | {"format": 3}).encode()
            target.writestr(name, content)
    with pytest.raises(NewerBackup):
        restore(later, tmp_path / "new")


def test_a_backup_and_the_turning_of_files_do_not_meet(
    books: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup lists files and copies them a moment later: none may be turned in between."""
    vault, seen = books.evidence.vault, []
    books.security.set_password(PASSWORD)
    books.backups.make(tmp_path / "a.zip", progress=lambda *_: seen.append(vault.at_rest.locked()))
    assert seen[0] is True
    assert not vault.at_rest.locked()
    turn = vault._convert

    def watched(*args: object, **how: object) -> bool:
        seen.append(vault.at_rest.locked())
        return bool(turn(*args, **how))

    monkeypatch.setattr(vault, "_convert", watched)
    seen.clear()
    assert books.security.finish() == 0
    assert seen == [True]
