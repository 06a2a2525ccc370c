"""Who may open the books: password, printed recovery key, this computer's keyring (docs/decisions/0023-password.md)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from arcdesk import keys
from arcdesk.domain.errors import Refusal
from arcdesk.files import CannotWrite, discard
from arcdesk.keys import KeyFile
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.secret_store import SecretStore
from arcdesk.services.backup_archive import read_key_file, read_manifest
from arcdesk.services.backups import BackupService
from arcdesk.services.changes import Changes
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.evidence_copies import EvidenceCopies
from arcdesk.services.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]


class PasswordSetAlready(Refusal):
    """Protecting what is protected."""

    sentence = "These books have a password already. Change it instead."


class NoPasswordSet(Refusal):
    """Changing or dropping a password that was never set."""

    sentence = "These books have no password. Set one first."


@dataclass(frozen=True, slots=True)
class Protection:
    """How the books are protected now; ``waiting`` files are not yet in the form that goes with it."""

    has_password: bool
    has_recovery_key: bool
    on_this_computer: bool
    encrypts_evidence: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup that still opens without the password."""

    file: Path
    made_at: str


class SecurityService:
    """Sets, changes and drops the password, and brings the evidence into the form that goes with it."""

    def __init__(
        self,
        work: UnitOfWork,
        evidence: EvidenceService,
        backups: BackupService,
        copies: EvidenceCopies,
        secrets: SecretStore,
    ) -> None:
        self._work = work
        self._evidence = evidence
        self._backups = backups
        self._copies = copies
        self._secrets = secrets

    def state(self) -> Protection:
        """How the books are protected."""
        kept = self._keys
        return Protection(
            kept.is_protected,
            kept.slot("recovery") is not None,
            kept.slot("keyring") is not None and self._secrets.get(kept.keyring_name) is not None,
            kept.encrypts_evidence,
            self._evidence.vault.forms().waiting,
        )

    def check(self, secret: str) -> None:
        """Whether ``secret`` is the password or the recovery key; nothing to check where there is none.

        Raises:
            WrongPassword, PasswordNeeded.
        """
        keys.unlock(self._keys, secret, str(self._folder))

    def waiting(self) -> int:
        """Evidence files that are not yet in the form that goes with the protection."""
        return self._evidence.vault.forms().waiting

    def is_recovery_key(self, secret: str) -> bool:
        """Whether ``secret`` opens the books as their recovery key: whoever types it has lost the password."""
        return keys.is_recovery_key(self._keys, secret)

    def opens_by_keyring(self) -> bool:
        """Whether this computer's keyring opens the books as they are now."""
        kept = self._keys
        if kept.slot("keyring") is None:
            return False
        return keys.unlock_with_keyring(kept, self._secrets.get(kept.keyring_name)) == self._key

    def set_password(self, password: str) -> str:
        """Protect the books; returns the recovery key, which is nowhere kept in readable form.

        The books are protected when this returns. The evidence is encrypted by ``finish``.

        Raises:
            PasswordTooShort, PasswordSetAlready, CannotWrite, WorkspaceNotWritable.
        """
        keys.check_new_password(password)
        kept = self._keys
        if kept.is_protected:
            raise PasswordSetAlready
        recovery = keys.new_recovery_key()
        slots = (keys.password_slot(kept, self._key, password), self._recovery_slot(recovery))
        self._write("security.password_set", replace(kept.with_slots(slots), encrypts_evidence=True))
        return recovery

    def change_password(self, secret: str, password: str) -> None:
        """Replace the password; ``secret`` is the old one or the recovery key.

        Raises:
            NoPasswordSet, WrongPassword, PasswordTooShort, CannotWrite, WorkspaceNotWritable.
        """
        keys.check_new_password(password)
        self._check_protected(secret)
        self._write(
            "security.password_changed", self._with(keys.password_slot(self._keys, self._key, password))
        )

    def new_recovery_key(self, secret: str) -> str:
        """Make the recovery key anew, for a sheet that was lost or seen; the old one opens nothing any more.

        Raises:
            NoPasswordSet, WrongPassword, CannotWrite, WorkspaceNotWritable.
        """
        self._check_protected(secret)
        recovery = keys.new_recovery_key()
        self._write("security.recovery_renewed", self._with(self._recovery_slot(recovery)))
        return recovery

    def drop_password(self, secret: str) -> None:
        """Open the books to everybody again; the evidence is decrypted by ``finish``.

        Raises:
            NoPasswordSet, WrongPassword, CannotWrite, WorkspaceNotWritable.
        """
        self._check_protected(secret)
        kept = self._keys
        opened = replace(kept.with_slots((keys.open_slot(self._key),)), encrypts_evidence=False)
        self._write("security.password_dropped", opened)
        self._secrets.delete(kept.keyring_name)

    def remember(self, secret: str) -> None:
        """Let this computer's keyring open the books for the person who is logged in.

        Raises:
            NoPasswordSet, WrongPassword, NoKeyring, CannotWrite, WorkspaceNotWritable.
        """
        self._check_protected(secret)
        kept = self._keys
        secret_key = os.urandom(32)
        self._secrets.set(kept.keyring_name, secret_key.hex())
        slot = keys.secret_slot(kept, self._key, "keyring", secret_key)
        self._write("security.keyring_added", self._with(slot))

    def forget(self) -> None:
        """Ask for the password on this computer again.

        Raises:
            CannotWrite, WorkspaceNotWritable.
        """
        kept = self._keys
        self._secrets.delete(kept.keyring_name)
        if kept.slot("keyring") is not None:
            slots = [slot for slot in kept.slots if slot.get("kind") != "keyring"]
            self._write("security.keyring_removed", kept.with_slots(slots))

    def finish(self, progress: Progress | None = None) -> int:
        """Bring every evidence file into the form that goes with the protection; returns how many could not be.

        A job that may be stopped or killed at any moment and is taken up again where it was. Copies handed out to
        other programs are taken away.

        Args:
            progress: told of files done and in all; raises to stop.

        Raises:
            CannotWrite, WorkspaceNotWritable.
        """
        if not self._work.workspace.can_write:
            raise WorkspaceNotWritable
        encrypts = self._keys.encrypts_evidence
        if encrypts:
            self._copies.clear()
            self._copies.sweep()
        waiting = self._evidence.vault.forms().waiting
        left = self._evidence.vault.convert(progress)
        if waiting > left:
            action = "security.evidence_encrypted" if encrypts else "security.evidence_decrypted"
            with self._work.write(action, files=waiting - left) as deed:
                deed.touch("security")
        return left

    def open_backups(self) -> tuple[OpenBackup, ...]:
        """The backups within reach that anybody can open: they hold the key of the books in the clear.

        Looked at are the workspace's own folder and the one chosen for backups; sticks in a drawer are not.
        """
        if not self._keys.is_protected:
            return ()
        found = []
        for folder in dict.fromkeys((self._work.workspace.backups, self._backups.folder)):
            for file in _archives(folder):
                with suppress(Refusal, ValueError):
                    manifest = read_manifest(file)
                    if (
                        manifest.workspace == self._keys.workspace
                        and not keys.parse(read_key_file(file)).is_protected
                    ):
                        found.append(OpenBackup(file, manifest.made_at))
        return tuple(found)

    def replace_open_backups(self, progress: Progress | None = None) -> tuple[Path, ...]:
        """Make a protected backup, and only then remove those that anybody can open; returns what went.

        Raises:
            as ``BackupService.make``.
        """
        opened = self.open_backups()
        if not opened:
            return ()
        self._backups.make(progress=progress)
        for backup in opened:
            discard(backup.file)
        gone = tuple(backup.file for backup in opened if not backup.file.exists())
        with self._work.write("security.backups_removed", files=[file.name for file in gone]) as deed:
            deed.touch("backup")
        return gone

    # inside

    @property
    def _keys(self) -> KeyFile:
        return self._work.workspace.key_file

    @property
    def _key(self) -> bytes:
        return self._work.workspace.key

    @property
    def _folder(self) -> Path:
        return self._work.workspace.folder

    def _recovery_slot(self, recovery: str) -> dict[str, Any]:
        return keys.secret_slot(self._keys, self._key, "recovery", keys.recovery_bytes(recovery) or b"")

    def _with(self, slot: dict[str, Any]) -> KeyFile:
        others: Iterable[dict[str, Any]] = (s for s in self._keys.slots if s.get("kind") != slot["kind"])
        return self._keys.with_slots((*others, slot))

    def _check_protected(self, secret: str) -> None:
        if not self._keys.is_protected:
            raise NoPasswordSet(field="password")
        self.check(secret)

    def _write(self, action: str, new: KeyFile) -> None:
        """Tell of the change, then put the new key file, written before, into its place.

        So a disk that is full leaves the old one and says so, and nobody is left with a password of which he
        was told that it was not set. A crash in between leaves an event without its change, which is done again.
        """
        workspace = self._work.workspace
        if not workspace.can_write:
            raise WorkspaceNotWritable
        with keys.stored(self._folder, new) as put:
            with self._work.write(action):
                pass
            try:
                put()
            except CannotWrite:
                if keys.load(self._folder).generation != new.generation:  # else one copy is there, and counts
                    with suppress(Refusal), self._work.write("security.not_kept", change=action):
                        pass
                    raise
        workspace.key_file = new
        self._work.changes.tell(Changes(frozenset({"security"}), frozenset()))


def _archives(folder: Path) -> list[Path]:
    """The backups in ``folder``; none where the stick or the share is out of reach."""
    try:
        return sorted(folder.glob("*.zip"))
    except OSError:
        return []
