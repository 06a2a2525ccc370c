"""The key file: what opens it, what does not, and that a crash between its two copies does no harm."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import keys
from arcdesk.files import CannotWrite
from arcdesk.keys import KEYS, KeyFile, KeysLost, PasswordNeeded, WrongPassword

KEY = bytes(range(32))
CHEAP = {"t": 1, "m": 64, "p": 1}
PLAIN = KeyFile("0f0e0d0c-1111-2222-3333-444455556666", "aegis", "2026-10-08T09:00:00+08:00", (keys.open_slot(KEY),))


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", CHEAP)


def protected(password: str = "correct horse", recovery: str | None = None) -> KeyFile:  # noqa: S107
    slots = [keys.password_slot(PLAIN, KEY, password)]
    if recovery:
        slots.append(keys.secret_slot(PLAIN, KEY, "recovery", keys.recovery_bytes(recovery) or b""))
    return replace(PLAIN.with_slots(slots), encrypts_evidence=True)


def test_an_open_slot_needs_no_password() -> None:
    assert keys.unlock(PLAIN, None, "books") == KEY
    assert not PLAIN.is_protected


def test_the_right_password_opens_and_a_wrong_one_says_so() -> None:
    kept = keys.parse(protected().as_bytes())
    assert keys.unlock(kept, "correct horse", "books") == KEY
    with pytest.raises(WrongPassword):
        keys.unlock(kept, "correct horsE", "books")
    with pytest.raises(PasswordNeeded):
        keys.unlock(kept, None, "books")
    assert KEY.hex() not in kept.as_bytes().decode()


def test_a_password_is_the_same_however_its_accents_are_composed() -> None:
    assert keys.unlock(protected("café au lait"), "cafe\u0301 au lait", "books") == KEY
    assert keys.unlock(protected("应收账款催收台八字"), "应收账款催收台八字", "books") == KEY


def test_the_recovery_key_opens_as_it_is_typed() -> None:
    recovery = keys.new_recovery_key()
    kept = protected(recovery=recovery)
    typed = (recovery, recovery.lower(), recovery.replace("-", " "), recovery.replace("-", ""), f"  {recovery}\n")
    for text in (*typed, recovery.replace("0", "O").replace("1", "l")):
        assert keys.unlock(kept, text, "books") == KEY
    with pytest.raises(WrongPassword):
        keys.unlock(kept, keys.new_recovery_key(), "books")


@given(st.integers(0, 38), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_recovery_key_with_one_wrong_letter_opens_nothing(place: int, letter: str) -> None:
    recovery = keys.new_recovery_key()
    wrong = recovery[:place] + letter + recovery[place + 1 :]
    if recovery[place] != "-" and letter != recovery[place]:
        assert keys.recovery_bytes(wrong) != keys.recovery_bytes(recovery)
    assert keys.recovery_bytes(recovery) is not None


@given(st.text(max_size=60))
def test_anything_else_is_no_recovery_key_and_never_an_error(text: str) -> None:
    found = keys.recovery_bytes(text)
    assert found is None or len(found) == 19


def test_the_keyring_slot_opens_with_its_own_secret_alone() -> None:
    secret = bytes(32)
    kept = PLAIN.with_slots((keys.secret_slot(PLAIN, KEY, "keyring", secret),))
    assert keys.unlock_with_keyring(kept, secret.hex()) == KEY
    for other in (None, "", "no hex", (b"\x01" * 32).hex()):
        assert keys.unlock_with_keyring(kept, other) is None


@pytest.mark.parametrize("kind", ["workspace", "kind", "cost", "salt", "nonce", "wrapped"])
def test_an_altered_slot_opens_with_nothing(kind: str) -> None:
    kept = protected()
    slot: dict[str, Any] = dict(kept.slots[0])
    change = {"cost": {"m": 65}, "salt": {"salt": "zz"}, "nonce": {"nonce": 3}, "wrapped": {"wrapped": ""}}
    altered = replace(kept, slots=({**slot, **change.get(kind, {})},))
    if kind == "workspace":
        altered = replace(kept, workspace="another")
    if kind == "kind":
        altered = replace(kept, slots=({**slot, "extra": 1},))
    with pytest.raises(WrongPassword):
        keys.unlock(altered, "correct horse", "books")


def test_a_slot_that_asks_for_terabytes_is_not_obeyed() -> None:
    slot = {**protected().slots[0], "t": 1, "m": 1 << 10, "p": 1}
    assert min(slot["m"] * 1024**3, keys._MOST["m"]) == 1 << 20
    with pytest.raises(WrongPassword):
        keys.unlock(replace(PLAIN, slots=(slot,)), "correct horse", "books")


def test_of_two_copies_the_later_one_counts_and_the_other_is_mended(tmp_path: Path) -> None:
    keys.store(tmp_path, PLAIN)
    later = protected()
    (tmp_path / KEYS[0]).write_bytes(later.as_bytes())  # a crash came before the copy was written
    assert keys.load(tmp_path) == later
    keys.mend(tmp_path, later)
    assert (tmp_path / KEYS[1]).read_bytes() == later.as_bytes()
    (tmp_path / KEYS[0]).write_bytes(b"{")
    assert keys.load(tmp_path) == later
    (tmp_path / KEYS[1]).unlink()
    with pytest.raises(KeysLost):
        keys.load(tmp_path)


def test_a_key_file_without_password_can_be_read_by_an_older_program() -> None:
    document = json.loads(PLAIN.as_bytes())
    assert document["format"] == 1
    assert document["slots"] == [{"kind": "open", "key": KEY.hex()}]
    assert json.loads(protected().as_bytes())["format"] == 2


@given(st.one_of(st.binary(max_size=200), st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["format", "slots", "kind", "key", "generation", "evidence", "x"]), inner, max_size=4
    ),
).map(lambda document: json.dumps(document).encode())))  # fmt: skip
def test_whatever_stands_in_a_key_file_is_read_or_refused(content: bytes) -> None:
    try:
        keys.parse(content)
    except (ValueError, keys.NewerWorkspace):
        return


def test_without_room_for_both_copies_neither_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    keys.store(tmp_path, PLAIN)
    before = {name: (tmp_path / name).read_bytes() for name in KEYS}
    synced, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite):
        keys.store(tmp_path, protected())
    assert {name: (tmp_path / name).read_bytes() for name in KEYS} == before
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(KEYS)
