"""What a batch of documents came to, in one line; shared by letters and statements."""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Documents made, (customer, sentence) of each refusal, and whether Cancel stopped it."""

    issued: tuple[IssuedDocument, ...]
    refused: tuple[tuple[str, str], ...]
    stopped: bool = False


def batch_text(result: BatchResult) -> tuple[str, str]:
    """The line and its role: how many were issued, who was refused and why."""
    numbers = [document.number for document in result.issued]
    parts = []
    if numbers:
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} – {numbers[-1]}"
        parts.append(tr("Issued {count}: {numbers}.", count=len(numbers), numbers=span))
    if result.stopped:
        parts.append(tr("Stopped; what was issued stays issued."))
    for name, why in result.refused[:MOST_NAMED]:
        parts.append(f"{name}: {why}")
    more = len(result.refused) - MOST_NAMED
    if more > 0:
        parts.append(tr("and {count} more refused", count=more))
    return " ".join(parts), "bad" if result.refused else "good"
