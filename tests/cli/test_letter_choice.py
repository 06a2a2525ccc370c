"""``letter --all`` by bucket, owner and last letter; ``mailing --sent``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_batch_is_chosen_by_the_last_letter(program: Program) -> None:
    line = ("letter", "--all", "--kind", "first", "--force", "--json")
    first = {one["customer"] for one in program(*line, "--after", "none").json["issued"]}
    assert first
    assert program(*line, "--after", "none").json["issued"] == []  # everybody has one by now
    again = {one["customer"] for one in program(*line, "--after", "first").json["issued"]}
    assert first <= again


def test_a_batch_is_chosen_by_bucket_and_owner(program: Program) -> None:
    blocks = program("aging", "--json", status=0).json["currencies"].values()
    rows = [row for block in blocks for row in block["rows"] if row["customer"]]
    wanted = rows[0]["worst"]
    line = ("letter", "--all", "--kind", "first", "--force", "--json")
    chosen = program(*line, "--bucket", wanted).json
    codes = {one["customer"] for one in chosen["issued"]} | {one["customer"] for one in chosen["held"]}
    assert codes
    assert codes <= {row["customer"] for row in rows if row["worst"] == wanted}
    assert program(*line, "--owner", "nobody at all").json["issued"] == []


def test_a_choice_among_named_customers_is_refused(program: Program) -> None:
    code = program("letters", "--json").json["letters"][0]["customer"]
    for options in (("--bucket", "1-30"), ("--owner", "x"), ("--after", "first")):
        assert program("letter", code, *options, status=2).err
    assert program("letter", "--all", "--after", "tenth", status=2).err
    assert program("letter", "--all", "--bucket", "tenth", status=2).err


def test_tracking_numbers_come_from_a_file(program: Program, tmp_path: Path) -> None:
    program("letter", "--all", "--kind", "first", "--force", "--json")
    numbers = [one["number"] for one in program("letters", "--state", "issued", "--json").json["letters"]][:2]
    file = tmp_path / "运单.txt"
    file.write_text("".join(f"{number} EE{place}CN\n" for place, number in enumerate(numbers)), "utf-8")
    done = program("mailing", "--sent", str(file), "--json", status=0).json["sent"]
    assert [one["tracking"] for one in done] == ["EE0CN", "EE1CN"]
    assert program("mailing", "--sent", str(tmp_path / "none.txt"), status=2).err
