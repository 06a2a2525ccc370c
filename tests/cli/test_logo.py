"""``company --logo``: the letterhead's picture from the command line."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.cli.conftest import Program


def test_a_logo_is_set_printed_and_taken_away(program: Program, tmp_path: Path) -> None:
    Image.new("RGB", (300, 80), "navy").save(tmp_path / "logo.png")
    program("company", "--logo", str(tmp_path / "logo.png"), status=0)
    made = program("letter", "K008", "--json", status=0).json["issued"][0]
    assert b"/Subtype /Image" in Path(made["path"]).read_bytes()
    program("company", "--logo", "none", status=0)
    made = program("letter", "K008", "--force", "--json", status=0).json["issued"][0]
    assert b"/Subtype /Image" not in Path(made["path"]).read_bytes()


def test_a_logo_that_is_no_picture_is_refused(program: Program, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("x")
    assert "PNG or JPEG" in program("company", "--logo", str(tmp_path / "logo.png"), status=2).err
