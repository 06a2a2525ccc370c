"""Texts in Chinese and English: English in the source, Chinese in ``resources/i18n``.

A key is the English text itself, with ``|context`` behind it where one English word needs
two Chinese ones (``"Open|balance"``, ``"Open|verb"``). Values are filled in by
``str.format`` after the look-up, so both languages name the same fields.
Window and command line speak one language per process (``use``); documents name theirs.
"""

from __future__ import annotations

import json
import locale
from functools import cache

from arcdesk import resources

LANGUAGES = ("zh", "en")
_current = "zh"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every text of one language: the JSON files of its folder merged; empty for English."""
    folder = resources.path("i18n", language)
    merged: dict[str, str] = {}
    if language != "en" and folder.is_dir():
        for file in sorted(folder.glob("*.json")):
            merged.update(json.loads(file.read_text(encoding="utf-8")))
    return merged


def translate(key: str, language: str, /, **values: object) -> str:
    """``key`` in ``language`` ("zh" or "en") with ``values`` filled in."""
    text = catalogue(language).get(key)
    if text is None:
        text = key.split("|", 1)[0]
    return text.format(**values) if values else text


def use(language: str) -> None:
    """Choose the language of the window or the command line of this process."""
    global _current  # noqa: PLW0603 - one language per process, chosen once at the start
    if language not in LANGUAGES:
        raise ValueError(f"unknown language: {language}")
    _current = language


def current() -> str:
    """The language chosen by ``use``."""
    return _current


def tr(key: str, /, **values: object) -> str:
    """``key`` in the language of this process."""
    return translate(key, _current, **values)


def system_language() -> str:
    """"zh" where the system speaks Chinese, else "en"."""
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"
