"""Every text a person reads has its Chinese, naming the same fields; none is left over."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcdesk import resources

SOURCES = sorted((Path(__file__).parents[1] / "arcdesk").rglob("*.py"))
FILES = sorted(resources.path("i18n", "zh").glob("*.json"))
TELLS_A_KEY = ("label_key", "title_key", "text_key", "detail_key", "sentence")
CHINESE = {key: text for file in FILES for key, text in json.loads(file.read_text(encoding="utf-8")).items()}


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def texts_of(node: ast.expr | None) -> Iterator[str]:
    """The text constants an expression may come out as."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from texts_of(value)


def keys_of(file: Path) -> Iterator[tuple[str, str]]:
    """Each text of ``file`` that is looked up in the catalogue, with where it stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        found: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("tr", "translate") and node.args:
                found.append(node.args[0])
            found += [keyword.value for keyword in node.keywords if keyword.arg in TELLS_A_KEY]
        elif isinstance(node, ast.ClassDef):
            found += [
                part.value
                for part in node.body
                if isinstance(part, ast.Assign | ast.AnnAssign)
                for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
                if isinstance(target, ast.Name) and target.id in TELLS_A_KEY
            ]
        for value in found:
            for text in texts_of(value):
                if text:
                    yield text, f"{file.name}:{getattr(value, 'lineno', 0)}"


def test_every_text_has_its_chinese() -> None:
    missing = {
        text: where for file in SOURCES for text, where in keys_of(file) if text not in CHINESE and not _is_same(text)
    }
    assert not missing


def test_both_languages_name_the_same_fields() -> None:
    differing = {english: chinese for english, chinese in CHINESE.items() if fields(english) != fields(chinese)}
    assert not differing


def test_no_chinese_is_left_over() -> None:
    written = {
        node.value
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    shipped = "\n".join(
        file.read_text(encoding="utf-8") for file in resources.root().rglob("*.json") if "i18n" not in file.parts
    )
    left = [key for key in CHINESE if key not in written and key not in shipped]
    assert not left


def test_the_same_text_is_said_in_one_way() -> None:
    said: dict[str, dict[str, str]] = {}
    for file in FILES:
        for key, text in json.loads(file.read_text(encoding="utf-8")).items():
            said.setdefault(key, {})[file.name] = text
    differing = {key: by_file for key, by_file in said.items() if len(set(by_file.values())) > 1}
    assert not differing


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_catalogue_is_sorted_one_entry_a_line(file: Path) -> None:
    content = file.read_text(encoding="utf-8")
    keys = list(json.loads(content))
    assert keys == sorted(keys)
    assert len(content.splitlines()) == len(keys) + 2


def _is_same(text: str) -> bool:
    """A number or a sign reads the same in both languages."""
    return not any(character.isalpha() for character in text)
