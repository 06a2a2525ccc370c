"""``evidence wechat`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Program


@pytest.fixture
def shots(tmp_path: Path) -> list[str]:
    files = []
    for number, name in enumerate(("微信图片_10.png", "微信图片_2.png")):
        Image.new("RGB", (270, 600), (200, 220, 100 + number)).save(tmp_path / name)
        files.append(str(tmp_path / name))
    return files


def test_an_exhibit_is_made_corrected_and_listed(program: Program, shots: list[str], tmp_path: Path) -> None:
    code = program("evidence", "list", "--json", status=0).json[-1]["customers"][0]
    made = program(
        "evidence", "wechat", *shots, "--by-name", "--customer", code, "--partner", "孙总", "--wechat-id", "sun_hy",
        "--from", "2026-09-01 10:30", "--to", "2026-09-03 18:00", "--phone-of", "王芳", "--check", "phone_kept",
        "--check", "voice_text=na", "--json", status=0,
    ).json  # fmt: skip
    assert made["number"] == "WX-2026-0001"
    assert [part["name"] for part in made["parts"]] == ["微信图片_2.png", "微信图片_10.png"]
    assert made["answers"] == {"phone_kept": "yes", "voice_text": "na"}
    assert "phone_kept" not in made["missing"]
    assert "whole" in made["missing"]
    first, second = (f"id:{part['id']}" for part in made["parts"])
    again = program(
        "evidence", "wechat", second, first, "--corrects", made["number"], "--reason", "顺序", "--check", "whole=yes",
        "--lang", "zh", status=0,
    )  # fmt: skip
    assert "WX-2026-0002" in again.out
    listed = program("evidence", "wechat", "--json", status=0).json
    assert [(one["number"], one["replaced_by"]) for one in listed] == [
        ("WX-2026-0002", None), ("WX-2026-0001", "WX-2026-0002"),
    ]  # fmt: skip
    assert listed[0]["answers"] == {"phone_kept": "yes", "voice_text": "na", "whole": "yes"}
    assert listed[0]["partner"] == "孙总"
    assert "sun" not in program("evidence", "wechat", "--customer", code, status=0).out
    target = tmp_path / "out.pdf"
    program("evidence", "export", str(made["evidence"]), str(target), status=0)
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--partner", "孙总", "--from", "2026-09-02 10:00", "--to", "2026-09-01 10:00"),
        ("--partner", "孙总", "--from", "2026-09-01 9:00", "--to", "2026-09-02 9:00", "--check", "nonsense"),
        ("--partner", "孙总", "--from", "2026-09-01", "--to", "2026-09-02 9:00"),
        ("--partner", "孙总", "--from", "2026-09-01 9:00", "--to", "2026-09-02 9:00", "--person", "谁"),
        ("--partner", "孙总", "--from", "soon", "--to", "2026-09-02 9:00"),
        ("--corrects", "WX-2026-0009", "--reason", "x"),
    ],
)
def test_refusals_are_one_line_and_nothing_is_made(program: Program, shots: list[str], words: tuple[str, ...]) -> None:
    code = program("evidence", "list", "--json").json[-1]["customers"][0]
    before = program.facts()
    refused = program("evidence", "wechat", *shots, "--customer", code, *words, status=2)
    assert refused.err.startswith("error: ")
    assert refused.err.count("\n") == 1
    assert program.facts() == before
