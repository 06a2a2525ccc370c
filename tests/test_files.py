"""Writes that are whole or not at all, and names that every file system takes."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from arcdesk import files
from arcdesk.files import CannotWrite, replace, safe_name, unused, write_durably


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.json"
    write_durably(target, b"long content")
    write_durably(target, b"short")
    assert target.read_bytes() == b"short"
    assert left_over(target.parent) == ["a.json"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    target = tmp_path / "a.json"
    write_durably(target, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, step, full)
    with pytest.raises(CannotWrite) as refused:
        write_durably(target, b"new")
    assert "No space left" in str(refused.value)
    assert target.read_bytes() == b"old"
    assert left_over(tmp_path) == ["a.json"]


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_durably(tmp_path / "file" / "a.json", b"x")


def test_a_rename_waits_for_a_scanner_to_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    pauses: list[float] = []
    attempts = 0
    rename = os.replace

    def held_three_times(source: Path, target: Path) -> None:
        nonlocal attempts
        attempts += 1
        if attempts <= 3:
            raise PermissionError(13, "held")
        rename(source, target)

    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(files.os, "replace", held_three_times)
    replace(tmp_path / "a", tmp_path / "b")
    assert left_over(tmp_path) == ["b"]
    assert pauses == [0.05, 0.1, 0.2]


def test_a_rename_that_stays_forbidden_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(files.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(files.os, "replace", held)
    with pytest.raises(PermissionError):
        replace(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CK-2026-0001 甲/乙:公司", "CK-2026-0001 甲_乙_公司"),
        ('a<b>c|d?e*f"g\\h\n', "a_b_c_d_e_f_g_h_"),
        ("con", "_con"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("console", "console"),
        ("trailing. .", "trailing"),
        ("", "_"),
        ("...", "_"),
        ("字" * 300, "字" * 66),  # 200 bytes: Linux takes 255
    ],
)
def test_names_are_fit_for_ntfs(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_an_existing_file_gets_a_numbered_neighbour(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    names = []
    for _ in range(3):
        free = unused(target)
        free.touch()
        names.append(free.name)
    assert names == ["a.pdf", "a (2).pdf", "a (3).pdf"]


def test_a_read_only_temporary_file_is_removed_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.touch(mode=0o400)
    files.discard(file)
    files.discard(file)
    assert left_over(tmp_path) == []


def test_what_a_killed_program_left_is_swept_up_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".tmp-half").write_bytes(b"x")
    (tmp_path / ".tmp-half").chmod(0o400)
    (tmp_path / ".tmp-folder" / "inner").mkdir(parents=True)
    (tmp_path / ".tmp-folder" / "inner" / "a").touch(mode=0o400)
    (tmp_path / "kept").touch()
    files.sweep(tmp_path, datetime.now().astimezone() - timedelta(days=1))
    assert left_over(tmp_path) == [".tmp-folder", ".tmp-half", "kept"]
    files.sweep(tmp_path)
    assert left_over(tmp_path) == ["kept"]
    files.sweep(tmp_path / "nowhere")
