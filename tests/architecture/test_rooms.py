"""The walls between the rooms: imports run downward only (docs/architecture.md, rule 1)."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

DATABASE = ("peewee", "playhouse*", "apsw*", "sqlite3")
QT = ("PySide6*", "shiboken6*")
ABOVE = ("arcdesk.ui*", "arcdesk.cli*", "arcdesk.bootstrap", "arcdesk.evidence_room", "arcdesk.__main__")
SOURCES = sorted((Path(__file__).parents[2] / "arcdesk").rglob("*.py"))

FORBIDDEN = {
    # room: what a module of it never imports itself
    "domain": (*QT, *DATABASE, *ABOVE, "arcdesk.services*", "arcdesk.models*", "arcdesk.pdf*", "arcdesk.importing*",
               "arcdesk.i18n", "arcdesk.clock", "arcdesk.resources", "arcdesk.files", "arcdesk.settings"),
    "models": (*QT, *ABOVE, "arcdesk.services*", "arcdesk.pdf*", "arcdesk.importing*", "arcdesk.workspace"),
    "pdf": (*QT, *DATABASE, *ABOVE, "arcdesk.services*", "arcdesk.models*", "arcdesk.importing*", "arcdesk.workspace"),
    "importing": (*QT, *DATABASE, *ABOVE, "arcdesk.services*", "arcdesk.models*", "arcdesk.pdf*", "arcdesk.workspace"),
    "services": (*QT, *ABOVE),
    "ui": (*DATABASE, "arcdesk.models*", "arcdesk.cli*", "reportlab*", "xlsxwriter*", "python_calamine*"),
    "cli": (*DATABASE, *QT, "arcdesk.models*", "reportlab*", "xlsxwriter*", "python_calamine*"),
}  # fmt: skip


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_run_downward_only(room: str) -> None:
    (
        archrule(f"the room {room}")
        .match(f"arcdesk.{room}", f"arcdesk.{room}.*")
        .exclude("arcdesk.cli.self_test")  # the one command that looks whether Qt came along
        .should_not_import(*FORBIDDEN[room])
        .check("arcdesk", only_direct_imports=True)
    )


def test_services_and_what_is_below_never_reach_the_window() -> None:
    for room in ("domain", "models", "pdf", "importing", "services"):
        (
            archrule(f"{room} without Qt, however far one follows")
            .match(f"arcdesk.{room}.*")
            .should_not_import(*QT, "arcdesk.ui*")
            .check("arcdesk")
        )


def test_the_domain_needs_the_standard_library_alone() -> None:
    found = {
        f"{file.name}: {name}"
        for file in SOURCES
        if file.parent.name == "domain"
        for name in _imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("arcdesk.domain")
    }
    assert not found


def _imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
