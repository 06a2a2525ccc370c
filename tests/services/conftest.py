"""One desk a test, copied from a workspace that is made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import bootstrap, i18n
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from tests.services.desks import NOW, make_desk


@pytest.fixture(scope="session")
def _new_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "workspace"
    make_desk(folder).close()
    return folder


@pytest.fixture
def desk(_new_workspace: Path, tmp_path: Path) -> Iterator[Desk]:
    """An open workspace with a company and nothing else, on Thursday 2026-10-08, 09:00 in China."""
    folder = tmp_path / "workspace"
    shutil.copytree(_new_workspace, folder)
    opened = bootstrap.build(folder, FixedClock(NOW))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)
