"""Every text of the rules has its Chinese, with the same fields."""

from __future__ import annotations

import ast
import json
import string
from pathlib import Path

import pytest

from arcdesk import domain, resources
from arcdesk.domain import errors
from arcdesk.domain.aging import NO_DUE_DATE, SCHEMES
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import catalogue

CHINESE = catalogue("zh")
DOMAIN: dict[str, str] = json.loads(resources.text("i18n", "zh", "domain.json"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def refusals() -> list[type[Refusal]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal)]


def sentences_in_sources() -> set[str]:
    """Texts with a blank or a field that the gate, the policy, the list and the sheets hand out."""
    found = set()
    names = ("gate", "gate_reasons", "policies", "policy_words", "worklist", "interest_terms", "interest_flags")
    for name in (*names, "within_debt", "limitation", "guarantee", "identifiers"):
        tree = ast.parse((Path(domain.__path__[0]) / f"{name}.py").read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        documentation = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        raised = [node for node in nodes if isinstance(node, ast.JoinedStr | ast.Raise)]
        inside = {id(part) for node in raised for part in ast.walk(node)}
        for node in nodes:
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
            if is_text and id(node) not in documentation | inside:
                found.add(ast.literal_eval(node))
    return found


@pytest.mark.parametrize("kind", [kind for kind in refusals() if kind is not Refusal])
def test_every_refusal_says_what_to_do_in_both_languages(kind: type[Refusal]) -> None:
    assert kind.sentence.endswith(".")
    assert kind.sentence in CHINESE
    assert str(kind(**dict.fromkeys(fields(kind.sentence), "x")))


def test_every_label_has_its_chinese() -> None:
    buckets = [
        bucket for scheme in SCHEMES.values() for bucket in (*scheme.buckets, *scheme.on("issued").buckets)
    ]
    labels = {bucket.label_key for bucket in (*buckets, NO_DUE_DATE)}
    assert labels | {scheme.label_key for scheme in SCHEMES.values()} <= CHINESE.keys()
    assert all(fields(bucket.label_key) <= bucket.label_values.keys() for bucket in buckets)


def test_every_sentence_of_the_rules_has_its_chinese() -> None:
    sentences = sentences_in_sources()
    assert "The customer is on hold until {until}." in sentences
    assert sentences <= CHINESE.keys(), sentences - CHINESE.keys()


def test_both_languages_name_the_same_fields_and_none_is_left_over() -> None:
    for english, chinese in DOMAIN.items():
        assert fields(english) == fields(chinese), english
    labels = {"Not due", "No due date", "Issued on the day", "Within 1 year"}
    used = sentences_in_sources() | {kind.sentence for kind in refusals()} | labels
    used |= {bucket.label_key for scheme in SCHEMES.values() for bucket in scheme.buckets}
    used |= {scheme.label_key for scheme in SCHEMES.values()}
    assert DOMAIN.keys() <= used, DOMAIN.keys() - used


def test_the_file_is_sorted_with_one_entry_a_line() -> None:
    lines = resources.path("i18n", "zh", "domain.json").read_text(encoding="utf-8").splitlines()
    assert list(DOMAIN) == sorted(DOMAIN)
    assert len(lines) == len(DOMAIN) + 2
