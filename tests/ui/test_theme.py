"""Colours can be read: contrast in both appearances, and one place that changes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from arcdesk.domain import schemes
from arcdesk.ui import icons
from arcdesk.ui.theme import DARK, LIGHT, TONES, Theme, contrast
from arcdesk.ui.widgets.shapes import SHAPES

READABLE = 4.5
PAIRS = [
    (text, ground)
    for text in ("text", "muted")
    for ground in ("window", "rail", "base", "alternate")
] + [
    ("accent_text", "accent"), ("accent_text", "accent_hover"), ("accent", "accent_soft"), ("accent", "base"),
    ("accent", "window"), ("text", "accent_soft"), ("selection_text", "selection"), ("muted", "line"),
    ("muted", "selection"),
    ("good", "good_soft"), ("bad", "bad_soft"), ("warn", "warn_soft"),
    *[(text, ground) for text in ("good", "bad", "warn") for ground in ("base", "window", "selection")],
]  # fmt: skip


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(colors: object, text: str, ground: str) -> None:
    ratio = contrast(QColor(getattr(colors, text)), QColor(getattr(colors, ground)))
    assert ratio >= READABLE, f"{text} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", TONES)
def test_aging_words_stand_out_on_chip_list_and_selection(qtbot: QtBot, mode: str, name: str) -> None:
    theme = Theme(mode)
    tone = theme.tone(name)
    for ground in (tone.chip, theme.color("base"), theme.color("window"), theme.color("selection")):
        assert contrast(tone.text, ground) >= READABLE, f"{name} on {ground.name()}"


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#777777")) == pytest.approx(1.0)


def test_every_tone_and_shape_of_the_schemes_is_known() -> None:
    assert set(schemes.TONES) <= set(TONES)
    assert {shape for _color, shape in schemes.TONES.values()} <= set(SHAPES)


def test_choosing_dark_dresses_the_application(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.palette().window().color() == QColor(DARK.window)
    assert DARK.accent in application.styleSheet()
    theme.set_mode("light")
    assert application.palette().window().color() == QColor(LIGHT.window)


def test_an_icon_takes_the_colour_of_the_appearance(theme: Theme) -> None:
    light = icons.pixmap("today", theme, 32).toImage()
    theme.set_mode("dark")
    dark = icons.pixmap("today", theme, 32).toImage()
    theme.set_mode("light")
    assert light != dark


def test_every_icon_that_is_named_exists_and_draws(theme: Theme, repository: Path) -> None:
    folder = repository / "resources" / "icons"
    names = {file.stem for file in folder.glob("*.svg")}
    used = set()
    for file in (repository / "arcdesk" / "ui").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        used |= set(re.findall(r"\b(?:icon|pixmap|icon_button)\(\s*\"([a-z-]+)\"", text))
    assert used - names == set()
    for name in sorted(names - {"arcdesk"}):
        picture = icons.pixmap(name, theme, 24).toImage()
        painted = any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24))
        assert painted, f"{name} is empty"


@pytest.mark.parametrize("build", [lambda: Theme("light"), lambda: Theme("dark")])
def test_an_unknown_tone_is_neutral(build: Callable[[], Theme], qtbot: QtBot) -> None:
    theme = build()
    assert theme.tone("plaid") == theme.tone("unknown")
