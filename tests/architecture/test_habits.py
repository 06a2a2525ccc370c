"""Habits a reader may rely on: one clock, no print, small files, light start, no loose ends."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "arcdesk").rglob("*.py"))
LONGEST_FILE = 440
ASKS_THE_CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
                  ("time", "time"), ("time", "localtime")}  # fmt: skip
HEAVY = ("reportlab", "pypinyin", "xlsxwriter", "python_calamine", "keyring", "PIL", "pypdfium2", "typer")


def _calls(file: Path) -> list[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _where(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = [
        _where(file, call)
        for file in SOURCES
        if file.name != "clock.py"
        for call in _calls(file)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in ASKS_THE_CLOCK
    ]
    assert not found


def test_only_the_command_line_prints() -> None:
    found = [
        _where(file, call)
        for file in SOURCES
        if "cli" not in file.parts
        for call in _calls(file)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]
    assert not found


def test_a_file_holds_one_idea() -> None:
    long = {
        file.relative_to(ROOT).as_posix(): lines
        for file in SOURCES
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_text_files_are_opened_with_their_encoding() -> None:
    found = []
    for file in SOURCES:
        for call in _calls(file):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            given = {keyword.arg for keyword in call.keywords}
            if name in ("read_text", "write_text") and "encoding" not in given and not call.args:
                found.append(_where(file, call))
    assert not found


def test_money_never_meets_a_float() -> None:
    found = [
        _where(file, call)
        for file in SOURCES
        if file.parent.name in ("domain", "models", "queries", "services")
        for call in _calls(file)
        if isinstance(call.func, ast.Name) and call.func.id == "float"
    ]
    assert not found


def test_the_window_starts_without_the_heavy_libraries() -> None:
    code = "import sys, json, arcdesk.bootstrap, arcdesk.settings; print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8", env=environment
    )
    loaded = {name.split(".")[0] for name in json.loads(done.stdout)}
    assert loaded.isdisjoint(HEAVY)
    assert "PySide6" not in loaded


def test_nothing_is_left_for_later() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in SOURCES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line for mark in marks) and "#" in line
    ]
    assert not found
