"""What this machine remembers between two starts: last workspace, language, appearance, window."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from arcdesk import i18n
from arcdesk.files import write_durably

FOLDER_VARIABLE = "ARCDESK_CONFIG_DIR"
FILE_NAME = "settings.json"
APPEARANCES = ("system", "light", "dark")
LANGUAGE_CHOICES = ("system", *i18n.LANGUAGES)


def folder() -> Path:
    """The per-machine configuration folder; ``ARCDESK_CONFIG_DIR`` overrides the system's."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_config_path("ArcDesk", appauthor=False))


class MachineSettings:
    """Settings of this machine and user. Nothing about the company's books lives here.

    Args:
        file: the JSON file; one that is missing or cannot be read gives the defaults.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file if file is not None else folder() / FILE_NAME
        self._values: dict[str, Any] = _read(self.file)

    @property
    def last_workspace(self) -> Path | None:
        """Folder of the workspace opened last."""
        value = self._text("last_workspace", "")
        return Path(value) if value else None

    @last_workspace.setter
    def last_workspace(self, value: Path | None) -> None:
        self._values["last_workspace"] = str(value) if value is not None else ""

    @property
    def language(self) -> str:
        """The choice: "system", "zh" or "en"."""
        return self._choice("language", LANGUAGE_CHOICES)

    @language.setter
    def language(self, value: str) -> None:
        if value not in LANGUAGE_CHOICES:
            raise ValueError(f"unknown language choice: {value}")
        self._values["language"] = value

    @property
    def effective_language(self) -> str:
        """The language chosen, or the system's: "zh" or "en"."""
        return i18n.system_language() if self.language == "system" else self.language

    @property
    def appearance(self) -> str:
        """The choice: "system", "light" or "dark"."""
        return self._choice("appearance", APPEARANCES)

    @appearance.setter
    def appearance(self, value: str) -> None:
        if value not in APPEARANCES:
            raise ValueError(f"unknown appearance: {value}")
        self._values["appearance"] = value

    def get(self, key: str, default: Any = None) -> Any:
        """A value remembered by ``remember``, as JSON gives it back."""
        return self._values.get(key, default)

    def get_map(self, key: str) -> Mapping[str, Any]:
        """A remembered object; empty where there is none or it is something else."""
        value = self._values.get(key)
        return value if isinstance(value, dict) else {}

    def remember(self, key: str, value: Any) -> None:
        """Keep a JSON value under ``key``; ``save`` writes it."""
        self._values[key] = value

    def save(self) -> None:
        """Write the file whole.

        Raises:
            CannotWrite: the folder is read-only or full; the old file is untouched.
        """
        content = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(self.file, content.encode("utf-8"))

    def _text(self, key: str, default: str) -> str:
        value = self._values.get(key, default)
        return value if isinstance(value, str) else default

    def _choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self._text(key, choices[0])
        return value if value in choices else choices[0]


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
