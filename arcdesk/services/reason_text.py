"""A reason of the gate or the work list as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr


def reason_text(reason: Reason) -> str:
    """One reason in the language of this process, with the instalment it speaks of."""
    text = tr(reason.text_key, **reason.values)
    return tr("Instalment {seq}: {text}", seq=reason.instalment, text=text) if reason.instalment else text


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Several reasons in one line, without the full stops between them."""
    return tr("; |list").join(dict.fromkeys(reason_text(reason).rstrip("。.") for reason in reasons))
