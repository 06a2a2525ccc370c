"""A demo workspace made once and copied for each test, and a way to run one command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from arcdesk import demo, i18n
from arcdesk.cli.main import run
from arcdesk.clock import FixedClock

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True)
class Answer:
    """What one run of the program said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


class Program:
    """Runs command lines on one workspace, in English unless told, at 9 in the morning of ``NOW``."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._verified = 0

    def __call__(self, *words: str, status: int | None = None) -> Answer:
        line = ["--workspace", str(self.folder), *words]
        if "--lang" not in words:
            line = ["--lang", "en", *line]
        self._capsys.readouterr()
        ended = run(line, FixedClock(NOW))
        self._verified += words[:2] == ("evidence", "verify")
        captured = self._capsys.readouterr()
        answer = Answer(ended, captured.out, captured.err)
        if status is not None:
            assert ended == status, answer
        return answer

    def facts(self) -> tuple[Any, int]:
        """The aging and the number of events: the same before and after whatever changed nothing."""
        aging = self("aging", "--by", "invoice", "--json", status=0).json
        told = self._verified  # a verification is an event itself, written after it has counted
        return aging, self("evidence", "verify", "--json").json["chain"]["events"] - told


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace as of ``NOW``, closed."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    demo.make(folder, FixedClock(NOW)).close()
    return folder


@pytest.fixture
def program(demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program on a demo workspace of its own."""
    folder = tmp_path / "workspace"
    shutil.copytree(demo_folder, folder)
    return Program(folder, capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program on a new workspace without a customer."""
    program = Program(tmp_path / "new", capsys)
    program("init", str(program.folder), "--company", "示例公司", status=0)
    return program


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = i18n.current()
    yield
    i18n.use(before)
