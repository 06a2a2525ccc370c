"""The logo in the settings: chosen from a file, shown, taken away."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.panels.logo_row import LogoRow


def test_a_logo_is_kept_shown_and_taken_away(qtbot: QtBot, context: UiContext, tmp_path: Path) -> None:
    row = LogoRow(context)
    qtbot.addWidget(row)
    row.load()
    assert not row.remove_button.isEnabled()
    Image.new("RGB", (300, 80), "navy").save(tmp_path / "徽标.jpg")
    row.keep(tmp_path / "徽标.jpg")
    assert context.desk.company.logo() is not None
    assert not row.preview.pixmap().isNull()
    qtbot.mouseClick(row.remove_button, Qt.MouseButton.LeftButton)
    assert context.desk.company.logo() is None


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(
    qtbot: QtBot, context: UiContext, tmp_path: Path
) -> None:
    row = LogoRow(context)
    qtbot.addWidget(row)
    (tmp_path / "a.png").write_bytes(b"nothing")
    for name in ("a.png", "gone.png"):
        row.keep(tmp_path / name)
        assert "PNG" in row.answer.text()
    assert context.desk.company.logo() is None
