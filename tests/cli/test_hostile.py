"""SQL, wildcards and broken letters on the command line: looked for, not found, and nothing changed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program

ASKED = ("''; DROP TABLE customer; --", "%", "_", '"a" OR NEAR(b)', "{0}", "\udcff\udcfe")
"""One of each sort: every run costs as much as the start of the program."""


@pytest.mark.parametrize(
    "words",
    [("customers",), ("dossier",), ("explain",), ("interest",), ("limitation",), ("evidence", "list", "--customer"),
     ("letter",), ("statement",), ("mail", "list", "--customer")],
    ids=" ".join,
)  # fmt: skip
def test_a_search_argument_is_only_looked_for(program: Program, words: tuple[str, ...]) -> None:
    before = program.facts()
    for text in ASKED:
        answer = program(*words, "--", text) if not words[-1].startswith("--") else program(*words, text)
        assert answer.status in (0, 1, 2), (text, answer.err)
        assert "Traceback" not in answer.err
    assert program.facts() == before
