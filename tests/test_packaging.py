"""What is shipped is complete: dependencies declared, data files along, licences with them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import arcdesk
from arcdesk import resources

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULE_OF = {
    # distribution: the modules it brings, where they differ from its name
    "pyside6-essentials": {"PySide6", "shiboken6"},
    "peewee": {"peewee", "playhouse"},
    "apsw-sqlite3mc": {"apsw"},
    "pillow": {"PIL"},
    "python-calamine": {"python_calamine"},
    "typer": {"typer", "click"},
}


def declared_modules() -> set[str]:
    names = [re.split(r"[<>=~! ]", line)[0].lower() for line in PROJECT["project"]["dependencies"]]
    return {module for name in names for module in MODULE_OF.get(name, {name.replace("-", "_")})}


def imported_modules() -> set[str]:
    found = set()
    for file in (ROOT / "arcdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"arcdesk"}


def test_every_library_used_is_declared_and_every_declared_one_used() -> None:
    used, declared = imported_modules(), {name.lower() for name in declared_modules()}
    assert {name.lower() for name in used} <= declared
    companions = {"shiboken6", "click", "playhouse", "pil"}
    assert declared - {name.lower() for name in used} <= companions


def test_the_version_is_said_once() -> None:
    assert PROJECT["project"]["version"] == arcdesk.__version__


def test_the_wheel_carries_the_shipped_files() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["arcdesk"]
    assert wheel["force-include"] == {"resources": "arcdesk/_resources"}
    for name in PROJECT["project"]["license-files"]:
        assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_an_installed_program_finds_its_files_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "arcdesk"
    (package / "_resources" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    resources.root.cache_clear()
    try:
        assert resources.path("fonts") == package / "_resources" / "fonts"
    finally:
        resources.root.cache_clear()


def test_a_frozen_program_finds_its_files_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resources.root.cache_clear()
    try:
        assert resources.path("fonts") == tmp_path / "resources" / "fonts"
    finally:
        resources.root.cache_clear()


def test_the_build_takes_along_what_no_import_names() -> None:
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    ast.parse(spec)
    for part in ('"resources"', '"migrations"', 'collect_submodules("arcdesk")', 'copy_metadata("keyring")'):
        assert part in spec
    assert "upx=True" not in spec


def test_pages_loaded_by_name_exist() -> None:
    pages = (ROOT / "arcdesk" / "ui" / "pages" / "__init__.py").read_text(encoding="utf-8")
    targets = re.findall(r'"(arcdesk\.ui\.[\w.]+):(\w+)"', pages)
    assert targets
    for module, name in targets:
        base = ROOT.joinpath(*module.split("."))
        file = base.with_suffix(".py") if base.with_suffix(".py").exists() else base / "__init__.py"
        assert f"class {name}(" in file.read_text(encoding="utf-8") or f"import {name}" in file.read_text(
            encoding="utf-8"
        )


def test_the_fonts_come_with_their_licence() -> None:
    fonts = resources.path("fonts")
    assert {file.suffix for file in fonts.glob("*.ttf")} == {".ttf"}
    assert "SIL OPEN FONT LICENSE" in (fonts / "LICENSE_FONT").read_text(encoding="utf-8").upper()


# A machine without Qt's system libraries -------------------------------------------------------


@pytest.fixture
def without_qt(tmp_path: Path) -> dict[str, str]:
    """An environment in which PySide6 can't be loaded, as where libEGL is missing."""
    package = tmp_path / "PySide6"
    package.mkdir()
    message = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (package / "__init__.py").write_text(f"raise ImportError({message!r})\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "ARCDESK_REQUIRE_QT"}
    return {**kept, "PYTHONPATH": str(tmp_path)}


def run_tests(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_without_the_libraries_of_qt_everything_but_the_window_is_tested(without_qt: dict[str, str]) -> None:
    done = run_tests(without_qt, "tests/domain/test_allocation.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests/ui left out: Qt can't be loaded (libEGL.so.1" in done.stdout
    listed = run_tests(without_qt, "--collect-only", "tests")
    assert listed.returncode == 0, listed.stdout + listed.stderr
    assert "tests/ui/" not in listed.stdout


def test_where_qt_is_required_its_absence_is_an_error(without_qt: dict[str, str]) -> None:
    done = run_tests({**without_qt, "ARCDESK_REQUIRE_QT": "1"}, "tests/domain/test_allocation.py")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "Qt can't be loaded" in done.stderr
