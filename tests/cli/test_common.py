"""What every command has in common: options, exit status, streams, one line for a refusal."""

from __future__ import annotations

import inspect
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from arcdesk import i18n, settings
from arcdesk.cli import app, commands, streams
from arcdesk.cli.main import LOG_NAME, run
from arcdesk.clock import FixedClock
from tests.cli.conftest import NOW, Program

HEAVY = {
    "PySide6",
    "reportlab",
    "pypinyin",
    "xlsxwriter",
    "python_calamine",
    "keyring",
    "PIL",
    "pypdfium2",
    "peewee",
}


def every_help() -> Iterator[str]:
    """The help of each group, command and option."""
    listed = [*app.COMMANDS, *(command for _, _, group in app.GROUPS for command in group)]
    yield from (text for _, text, _ in app.GROUPS)
    for function, text in [*((command.function, command.help) for command in listed), (app._root, "")]:
        yield text
        parameters = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        yield from (get_args(parameter.annotation)[1].help for parameter in parameters)
    yield from (get_args(kind)[1].help for kind in (commands.Workspace, commands.Json, commands.Language))


def subprogram(*words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environment.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, "-m", "arcdesk", *words],
        capture_output=True,
        check=False,
        env={**environment, **more},
        cwd=Path(__file__).parents[2],
    )


def test_every_help_text_has_its_chinese() -> None:
    chinese = i18n.catalogue("zh")
    assert [text for text in every_help() if text and text not in chinese] == []


def test_help_speaks_the_language_asked_for(program: Program) -> None:
    assert "出具催款函" in program("letter", "--help", "--lang", "zh", status=0).out
    assert "Issue demand letters" in program("letter", "--help", "--lang", "en", status=0).out


def test_light_commands_start_without_heavy_libraries() -> None:
    code = (
        "import sys, json, io, contextlib\n"
        "from arcdesk.cli.main import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    statuses = [run(['--help']), run(['calc', 'words', '12']), run(['letter', '--help'])]\n"
        "print(json.dumps([statuses, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(__file__).parents[2]
    )
    statuses, modules = json.loads(done.stdout)
    assert statuses == [0, 0, 0]
    assert HEAVY.isdisjoint(modules)


def test_aging_starts_without_window_pdf_and_workbook(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "arcdesk", "--workspace", str(program.folder), "aging"],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    loaded = {line.rsplit(b"|", 1)[-1].strip().decode().split(".")[0] for line in done.stderr.splitlines()}
    assert "peewee" in loaded
    assert (HEAVY - {"peewee"}).isdisjoint(loaded)


def test_common_options_stand_before_or_after_the_command(program: Program) -> None:
    before = program("--json", "calc", "words", "12")
    after = program("calc", "words", "12", "--json")
    assert before.json == after.json == {"words": "人民币壹拾贰元整"}
    elsewhere = run(["aging", "--json", "--workspace", str(program.folder), "--lang=en"], FixedClock(NOW))
    assert elsewhere == 0


def test_the_variable_names_the_workspace(
    program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARCDESK_WORKSPACE", str(program.folder))
    assert run(["customer", "K001", "--json"], FixedClock(NOW)) == 0
    assert json.loads(capsys.readouterr().out)["profile"]["code"] == "K001"


def test_without_a_name_the_last_workspace_is_meant(
    empty: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["company", "--json"], FixedClock(NOW)) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "示例公司"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["frobnicate"], "There is no command “frobnicate”."),
        (["aging", "--frobnicate"], "There is no option “--frobnicate”."),
        (["import"], "FILE is missing."),
        (["receipt", "K001", "--amount", "5"], "--on DATE is missing."),
        (["calc", "words", "1", "2"], "“2” is more than this command takes."),
        (["calc", "workday", "2026-01-01", "--plus", "x"], "The value of --plus is not of the right kind."),
        (["aging", "--scheme"], "--scheme needs a value."),
        (["aging", "--lang", "fr"], "There is no language “fr”. Choose zh or en."),
        (["evidence", "frobnicate"], "There is no command “frobnicate”."),
    ],
)
def test_a_wrong_command_line_is_refused_in_one_line(program: Program, line: list[str], words: str) -> None:
    answer = program(*line, status=2)
    assert answer.out == ""
    assert answer.err.startswith(f"error: {words}")
    assert answer.err.count("\n") == 1


def test_a_refusal_speaks_the_language_of_the_interface(program: Program) -> None:
    answer = program("customer", "NIX", "--lang", "zh", status=2)
    assert answer.err.startswith("error: ")
    assert "NIX" in answer.err
    assert "There is" not in answer.err


def test_a_bug_ends_with_70_and_a_log(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("arcdesk.cli.calc.amount_in_words", fail)
    answer = program("calc", "words", "1", status=70)
    log = settings.folder() / LOG_NAME
    assert answer.err.count("\n") == 1
    assert str(log) in answer.err
    assert "broken on purpose" in log.read_text(encoding="utf-8")


def test_ctrl_c_ends_quietly_with_130(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("arcdesk.cli.calc.amount_in_words", interrupt)
    answer = program("calc", "words", "1", status=130)
    assert answer.out + answer.err == ""


def test_a_windowed_build_has_no_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    try:
        assert run(["calc", "words", "1"]) == 0
        assert run(["calc", "words", "x"]) == 2
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.close()


def test_a_legacy_code_page_gets_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    assert run(["calc", "words", "12", "--json"]) == 0
    stream.flush()
    assert json.loads(raw.getvalue().decode("utf-8")) == {"words": "人民币壹拾贰元整"}


def test_a_reader_that_leaves_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", Closed())
    streams.say("nobody reads this")
    streams.say("nor this")
    sys.stdout.close()


def test_a_closed_pipe_leaves_no_traceback(program: Program) -> None:
    line = [
        sys.executable,
        "-m",
        "arcdesk",
        "--workspace",
        str(program.folder),
        "aging",
        "--by",
        "invoice",
        "--json",
    ]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("line", [["calc", "words", "5"], ["aging", "--by", "invoice", "--json"]])
def test_an_answer_that_finds_no_room_is_one_sentence(program: Program, line: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "arcdesk", "--workspace", str(program.folder), "--lang", "en", *line],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: The answer could not be written (")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        ["customers", "x\udcff"],
        ["evidence", "add", "\udcbb\udcad.png", "--customer", "K001"],
        ["log", "K001", "--channel", "phone", "--outcome", "other", "--note", "x\udcff"],
    ],
)
def test_bytes_that_are_no_text_are_refused(program: Program, line: list[str]) -> None:
    answer = program(*line, status=2)
    assert answer.out == ""
    assert "that are no text" in answer.err


def test_an_amount_below_zero_needs_no_dashes_before_it(program: Program) -> None:
    assert program("calc", "words", "-1234.50", "--json", status=0).json == {
        "words": "人民币负壹仟贰佰叁拾肆元伍角整"
    }
    assert "“--frobnicate” is not an amount" in program("calc", "words", "--frobnicate", status=2).err


def test_the_program_runs_as_a_process_of_its_own(program: Program) -> None:
    done = subprogram("--workspace", str(program.folder), "customers", "晨曦", "--json")
    assert done.returncode == 0, done.stderr
    assert [row["code"] for row in json.loads(done.stdout.decode("utf-8"))] == ["K008"]
    refused = subprogram("--workspace", str(program.folder), "--lang", "zh", "customer", "NIX")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode("utf-8").startswith("error: ")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen to ask for")
@pytest.mark.parametrize("line", [[], ["demo"]])
def test_without_a_screen_the_window_is_refused_in_one_sentence(line: list[str], tmp_path: Path) -> None:
    done = subprogram(*line, XDG_DOCUMENTS_DIR=str(tmp_path), HOME=str(tmp_path))
    assert done.returncode == 2
    assert b"--no-gui" in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not list(tmp_path.glob("ArcDesk*"))


def test_the_version_is_told(program: Program) -> None:
    assert program("--version", status=0).out.startswith("ArcDesk ")
    assert set(program("--version", "--json", status=0).json) == {"version"}


def test_ctrl_c_waits_until_the_window_is_imported() -> None:
    from arcdesk.cli.desktop import ctrl_c_held_back

    before = signal.getsignal(signal.SIGINT)
    done: list[str] = []

    def press_in_the_middle() -> None:
        with ctrl_c_held_back():
            signal.raise_signal(signal.SIGINT)
            done.append("imported")

    with pytest.raises(KeyboardInterrupt):
        press_in_the_middle()
    assert done == ["imported"]
    assert signal.getsignal(signal.SIGINT) is before
