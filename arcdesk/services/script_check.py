"""What speaks against a script: its form, its fields, its tone, figures written out (R69, R71, R91)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from arcdesk.domain import script_fields
from arcdesk.domain.template_text import TemplateFault, names, parse, printed
from arcdesk.services.template_check import Remark, remark_at, tone_remarks, typed_remarks


def remarks(kind: str, source: str) -> tuple[Remark, ...]:
    """Everything to be said about a script of ``kind``, what stops its use first.

    The tone is warned of, not forbidden: a script is spoken by a person, who answers for the words.
    """
    found = [*(replace(each, blocking=False) for each in tone_remarks(source)), *typed_remarks(source)]
    if not source.strip():
        found.append(Remark(1, text_key="The script says nothing."))
    try:
        nodes = parse(source)
    except TemplateFault as fault:
        found.append(Remark(1, fault.sentence, dict(fault.values)))
    else:
        unknown = sorted(set(names(nodes)) - script_fields.known_for(kind))
        found += [remark_at(source, name, text_key="There is no field {field}.") for name in unknown]
        for name in sorted(set(printed(nodes)) & set(script_fields.CONDITIONS)):
            found += [remark_at(source, name, text_key="{field} can only be a condition; it has nothing to print.")]
        found += _figures(kind, set(printed(nodes)))
    return tuple(sorted(found, key=lambda one: (not one.blocking, one.line, one.start)))


def _figures(kind: str, says: set[str]) -> Iterator[Remark]:
    """A script about the debt asks for an amount; what was said without one cannot be held to (R89)."""
    if not kind.startswith("answer.") and kind != "recap" and "amount" not in says:
        yield Remark(
            1, text_key="The script never says the amount: {field}.", values={"field": "{amount}"}, blocking=False
        )

