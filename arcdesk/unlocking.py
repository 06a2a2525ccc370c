"""Opening a protected workspace: by what somebody typed, or by the keyring of this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from arcdesk import keys
from arcdesk.secret_store import SecretStore, SystemKeyring


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The data key for ``bootstrap.build``; ``recovery_key`` is what was typed where that was no password."""

    key: bytes
    recovery_key: str = ""


def by_secret(folder: Path, secret: str) -> Unlocked:
    """The data key by the password or the recovery key; the password takes a moment (Argon2id).

    Raises:
        PasswordNeeded, WrongPassword, KeysLost, NewerWorkspace.
    """
    kept = keys.load(folder)
    key = keys.unlock(kept, secret, str(folder))
    return Unlocked(key, secret if keys.is_recovery_key(kept, secret) else "")


def by_keyring(folder: Path, secrets: SecretStore | None = None) -> Unlocked | None:
    """The data key by this computer's keyring; ``None`` where it was not asked to remember, or does not open them.

    Raises:
        KeysLost, NewerWorkspace.
    """
    kept = keys.load(folder)
    if kept.slot("keyring") is None:
        return None
    key = keys.unlock_with_keyring(kept, (secrets or SystemKeyring()).get(kept.keyring_name))
    return Unlocked(key) if key is not None else None
