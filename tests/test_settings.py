"""What a machine remembers between two starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.files import CannotWrite
from arcdesk.settings import MachineSettings, folder


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = MachineSettings(tmp_path / "settings.json")
    assert (settings.language, settings.appearance, settings.last_workspace) == ("system", "system", None)


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    settings = MachineSettings(file)
    settings.language, settings.appearance, settings.last_workspace = "zh", "dark", tmp_path / "账套"
    settings.remember("columns.customers", {"name": {"width": 3_000_000_000}})
    settings.save()
    again = MachineSettings(file)
    assert (again.language, again.appearance, again.last_workspace) == ("zh", "dark", tmp_path / "账套")
    assert again.get_map("columns.customers") == {"name": {"width": 3_000_000_000}}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'{"language": 7, "appearance": "pink"}']
)
def test_a_file_that_makes_no_sense_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = MachineSettings(file)
    assert (settings.language, settings.appearance) == ("system", "system")


def test_a_choice_that_does_not_exist_is_a_bug(tmp_path: Path) -> None:
    settings = MachineSettings(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="klingon"):
        settings.language = "klingon"
    with pytest.raises(ValueError, match="pink"):
        settings.appearance = "pink"


def test_a_folder_that_cannot_be_written_is_refused_and_keeps_the_old_file(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    settings = MachineSettings(blocked / "settings.json")
    with pytest.raises(CannotWrite):
        settings.save()
    assert blocked.read_text(encoding="utf-8") == "not a folder"


def test_the_variable_chooses_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCDESK_CONFIG_DIR", str(tmp_path / "here"))
    assert folder() == tmp_path / "here"
    assert MachineSettings().file == tmp_path / "here" / "settings.json"


def test_the_language_of_the_system_counts_until_one_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.i18n.system_language", lambda: "zh")
    settings = MachineSettings(tmp_path / "settings.json")
    assert settings.effective_language == "zh"
    settings.language = "en"
    assert settings.effective_language == "en"
