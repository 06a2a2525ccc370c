"""The font of the window: Microsoft YaHei UI on Windows, else the Noto Sans SC that ships along."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from arcdesk import resources

WINDOWS_FAMILY = "Microsoft YaHei UI"
BUNDLED_FAMILY = "Noto Sans SC"
BUNDLED_FILES = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")
SIZE_POINTS = 10


def install(application: QApplication) -> None:
    """Register the fonts and make the interface font the application's."""
    application.setFont(interface_font())


def interface_font() -> QFont:
    """The interface font with figures of one width, so that columns of amounts line up."""
    if sys.platform == "win32" and QFontDatabase.hasFamily(WINDOWS_FAMILY):
        families = [WINDOWS_FAMILY]
    else:
        register_bundled()
        families = [BUNDLED_FAMILY]
    font = QFont(families)
    font.setPointSizeF(SIZE_POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def register_bundled() -> None:
    """Make Noto Sans SC known to Qt, once per process."""
    if QFontDatabase.hasFamily(BUNDLED_FAMILY):
        return
    for name in BUNDLED_FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
