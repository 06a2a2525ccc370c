"""The key file of a workspace: the data key in an open slot, or wrapped for those who may open the books.

Every page of the books and every encrypted file hangs on one random data key. While there is no password it
lies in an open slot; with one it lies wrapped in a slot each for the password, the printed recovery key and,
where wanted, this computer's keyring. So setting, changing and dropping a password rewrites this small file
and nothing else (docs/decisions/0023-password.md).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.files import prepared, write_durably
from arcdesk.models.engine import DamagedWorkspace
from arcdesk.models.schema import NewerWorkspace

KEYS = ("workspace.json", "workspace.copy.json")
OPEN_FORMAT, FORMAT = 1, 2
"""Format 1 has an open slot and plain evidence; an older program must refuse anything else."""

LEAST_LETTERS = 8
ARGON2 = {"t": 3, "m": 65536, "p": 4}
"""Passes, KiB of memory, lanes: about a quarter of a second (tried.md 9)."""
_MOST = {"t": 20, "m": 1 << 20, "p": 16}

_RECOVERY_BYTES, _CHECK_BYTES, _GROUP = 19, 1, 4
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class KeysLost(DamagedWorkspace):
    """Without the key nobody can read the database."""

    sentence = (
        "The key file “{path}” and “{copy}” beside it cannot be read. Put one of them back from a backup."
    )


class PasswordNeeded(Refusal):
    """The books are protected, and nobody said the password."""

    sentence = "“{path}” is protected by a password. Enter the password or the recovery key."


class WrongPassword(Refusal):
    """Neither the password nor the recovery key."""

    sentence = (
        "This is neither the password nor the recovery key of these books. Check capitals and the keyboard."
    )


class PasswordTooShort(Refusal):
    """A password that would be guessed."""

    sentence = (
        "A password needs at least {least} characters. A short sentence is easy to keep and hard to guess."
    )


class PasswordsDiffer(Refusal):
    """A new password mistyped."""

    sentence = "The two passwords are not the same. Nothing was changed; try again."


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the key file says. ``generation`` grows with every change: of two copies the later one counts."""

    workspace: str
    cipher: str
    created_at: str
    slots: tuple[dict[str, Any], ...]
    generation: int = 0
    encrypts_evidence: bool = False

    def slot(self, kind: str) -> dict[str, Any] | None:
        """The slot of that kind: open, password, recovery or keyring."""
        return next((slot for slot in self.slots if slot.get("kind") == kind), None)

    @property
    def keyring_name(self) -> str:
        """Under what name this computer's keyring keeps its secret for the workspace."""
        return f"workspace {self.workspace}"

    @property
    def is_protected(self) -> bool:
        """Whether a password is needed."""
        return self.slot("open") is None

    def with_slots(self, slots: Iterable[dict[str, Any]]) -> KeyFile:
        """The next generation with other slots."""
        return replace(self, slots=tuple(slots), generation=self.generation + 1)

    def as_bytes(self) -> bytes:
        """The file's content."""
        document = {
            "format": FORMAT if self.is_protected or self.encrypts_evidence else OPEN_FORMAT,
            "workspace": self.workspace,
            "cipher": self.cipher,
            "created_at": self.created_at,
            "generation": self.generation,
            "evidence": "encrypted" if self.encrypts_evidence else "plain",
            "slots": list(self.slots),
        }
        return json.dumps({**document, "check": _sum_of(document)}, indent=1).encode()


def parse(content: bytes, *, altered_too: bool = False) -> KeyFile:
    """Read the content of a key file; ``altered_too`` takes one whose check does not fit.

    Raises:
        NewerWorkspace: of a later program.
        ValueError: not a key file.
    """
    try:
        document = json.loads(content)
        if document.pop("check", None) not in (None, _sum_of(document)) and not altered_too:
            raise ValueError("altered")
        if document["format"] > FORMAT:
            raise NewerWorkspace
        slots = tuple(slot for slot in document["slots"] if isinstance(slot, dict))
        made = KeyFile(
            str(document.get("workspace", "")), str(document.get("cipher", "")), str(document.get("created_at", "")),
            slots, int(document.get("generation", 0)), document.get("evidence") == "encrypted",
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    if not slots or (not made.is_protected and _open_key(made) is None):
        raise ValueError("no slot")
    return made


def _sum_of(document: dict[str, Any]) -> str:
    """What tells a key file from one with a flipped bit, so that its copy is taken; no protection against anybody."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]


def load(folder: Path) -> KeyFile:
    """The key file of the workspace in ``folder``: of its two copies the later one that can be read.

    Raises:
        KeysLost: neither can be read.
        NewerWorkspace: of a later program.
    """
    for altered_too in (False, True):  # where both were altered, one of them may still open the books
        found: list[KeyFile] = []
        for name in KEYS:
            with suppress(OSError, ValueError):
                found.append(parse((folder / name).read_bytes(), altered_too=altered_too))
        if found:
            return max(found, key=lambda keys: keys.generation)
    raise KeysLost(path=str(folder / KEYS[0]), copy=KEYS[1])


def store(folder: Path, keys: KeyFile) -> None:
    """Write both copies; after a crash in between, the later one counts and ``mend`` writes the other.

    Raises:
        CannotWrite: no room for both, and nothing was changed.
    """
    with stored(folder, keys) as put:
        put()


def stored(folder: Path, keys: KeyFile) -> AbstractContextManager[Callable[[], None]]:
    """Both copies written, but not yet in their places: what else belongs to the change may still fail.

    Raises:
        CannotWrite: no room for both, and nothing was changed.
    """
    return prepared({folder / name: keys.as_bytes() for name in KEYS})


def mend(folder: Path, keys: KeyFile) -> None:
    """Bring a copy up to date that a crash left behind: an old one may still hold an open key."""
    for name in KEYS:
        try:
            kept = parse((folder / name).read_bytes())
        except (OSError, ValueError):
            continue  # a lost copy is for the doctor to tell
        if kept.generation < keys.generation:
            write_durably(folder / name, keys.as_bytes())


def unlock(keys: KeyFile, secret: str | None, path: str) -> bytes:
    """The 32-byte data key: out of the open slot, else by the password or the recovery key.

    Raises:
        PasswordNeeded: protected, and no ``secret``.
        WrongPassword: protected by another one.
    """
    opened = _open_key(keys)
    if opened is not None:
        return opened
    if not secret:
        raise PasswordNeeded(path=path, field="password")
    slot, recovery = keys.slot("recovery"), recovery_bytes(secret)
    if slot and recovery is not None and (key := _unwrapped(keys, slot, _stretched(recovery, slot))):
        return key
    slot = keys.slot("password")
    if slot and (key := _unwrapped(keys, slot, _argon2(secret, slot))):
        return key
    raise WrongPassword(field="password")


def is_recovery_key(keys: KeyFile, secret: str) -> bool:
    """Whether ``secret`` opens the books as their recovery key, and not as the password."""
    slot, recovery = keys.slot("recovery"), recovery_bytes(secret)
    return (
        slot is not None
        and recovery is not None
        and _unwrapped(keys, slot, _stretched(recovery, slot)) is not None
    )


def unlock_with_keyring(keys: KeyFile, kept: str | None) -> bytes | None:
    """The data key by what this computer's keyring keeps; ``None`` where that does not open it."""
    slot = keys.slot("keyring")
    if slot is None or not kept:
        return None
    try:
        secret = bytes.fromhex(kept)
    except ValueError:
        return None
    return _unwrapped(keys, slot, _stretched(secret, slot))


def check_new_password(password: str) -> None:
    """Refuse what would be guessed.

    Raises:
        PasswordTooShort.
    """
    if len(password) < LEAST_LETTERS:
        raise PasswordTooShort(least=LEAST_LETTERS, field="password")


def open_slot(key: bytes) -> dict[str, Any]:
    """The data key for anybody."""
    return {"kind": "open", "key": key.hex()}


def password_slot(keys: KeyFile, key: bytes, password: str) -> dict[str, Any]:
    """The data key wrapped for who knows the password."""
    slot: dict[str, Any] = {"kind": "password", "kdf": "argon2id", **ARGON2, "salt": os.urandom(16).hex()}
    return _wrapped(keys, slot, _argon2(password, slot), key)


def secret_slot(keys: KeyFile, key: bytes, kind: str, secret: bytes) -> dict[str, Any]:
    """The data key wrapped for who holds a random secret: the recovery key, or a computer's keyring."""
    slot: dict[str, Any] = {"kind": kind, "kdf": "hkdf-sha256", "salt": os.urandom(16).hex()}
    return _wrapped(keys, slot, _stretched(secret, slot), key)


def new_recovery_key() -> str:
    """152 random bits and a check byte, in eight groups of four letters and digits that are hard to confuse."""
    secret = os.urandom(_RECOVERY_BYTES)
    text = base64.b32encode(secret + _check(secret)).decode().translate(str.maketrans(_RFC4648, _CROCKFORD))
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def plain_signs(text: str) -> str:
    """Letters and digits of a recovery key, or a part of it, as printed: what is easily confused is one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isalnum()).translate(str.maketrans("OIL", "011"))


def recovery_bytes(text: str) -> bytes | None:
    """The secret of a recovery key as typed, however it is grouped; ``None`` where it is none."""
    plain = plain_signs(text)
    if len(plain) * 5 != (_RECOVERY_BYTES + _CHECK_BYTES) * 8 or set(plain) - set(_CROCKFORD):
        return None
    content = base64.b32decode(plain.translate(str.maketrans(_CROCKFORD, _RFC4648)))
    secret, check = content[:_RECOVERY_BYTES], content[_RECOVERY_BYTES:]
    return secret if hmac.compare_digest(check, _check(secret)) else None


def evidence_key(key: bytes) -> bytes:
    """The key from which those of encrypted evidence files come, out of the data key."""
    return _hkdf(key, b"", b"arcdesk evidence")


def file_key(evidence: bytes, salt: bytes) -> bytes:
    """The key of one encrypted file; its 32-byte ``salt`` stands at the file's head."""
    return _hkdf(evidence, salt, b"arcdesk evidence file")


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"arcdesk recovery" + secret).digest()[:_CHECK_BYTES]


def _open_key(keys: KeyFile) -> bytes | None:
    slot = keys.slot("open")
    if slot is None:
        return None
    try:
        key = bytes.fromhex(slot["key"])
    except (KeyError, ValueError, TypeError):
        return None
    return key if len(key) == 32 else None


def _argon2(password: str, slot: dict[str, Any]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        cost = {
            name: min(int(slot[name]), _MOST[name]) for name in ARGON2
        }  # an altered slot must not hang us
        salt = bytes.fromhex(slot["salt"])
        kdf = Argon2id(salt=salt, length=32, iterations=cost["t"], lanes=cost["p"], memory_cost=cost["m"])
        return kdf.derive(unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass"))
    except (KeyError, ValueError, TypeError):
        return b""  # an altered slot opens with nothing


def _stretched(secret: bytes, slot: dict[str, Any]) -> bytes:
    try:
        salt = bytes.fromhex(slot["salt"])
    except (KeyError, ValueError, TypeError):
        return b""
    return _hkdf(secret, salt, b"arcdesk " + str(slot.get("kind")).encode())


def _hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, purpose).derive(secret)


def _about(keys: KeyFile, slot: dict[str, Any]) -> bytes:
    """What a wrapped key is bound to: its workspace and the way to it; not to be moved or made cheaper."""
    bound = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return json.dumps([keys.workspace, bound], sort_keys=True).encode()


def _wrapped(keys: KeyFile, slot: dict[str, Any], kek: bytes, key: bytes) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return {
        **slot,
        "nonce": nonce.hex(),
        "wrapped": AESGCM(kek).encrypt(nonce, key, _about(keys, slot)).hex(),
    }


def _unwrapped(keys: KeyFile, slot: dict[str, Any], kek: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, wrapped = bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"])
        key = AESGCM(kek).decrypt(nonce, wrapped, _about(keys, slot))
    except (InvalidTag, KeyError, ValueError, TypeError):
        return None
    return key if len(key) == 32 else None
