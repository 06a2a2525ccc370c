"""What a court asks of a WeChat conversation, and what of it is still missing (R57 to R62)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

OVERLAP = 0.04
"""Share of a piece that the next one repeats."""
MOST_PIECES = 60
"""A picture that would need more is no screenshot, and is printed whole however small."""

ANSWERS = ("yes", "no", "na")
"""What can be said to a point: it is so, it is not, it does not apply."""

TALL = 1.35
"""Height over width from which a picture is one of a phone's screen, and two stand beside each other."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist: its text key, and what to do where it is missing.

    ``may_not_apply``: a conversation without voice messages has none to write out.
    """

    text: str
    todo: str
    may_not_apply: bool = False


CHECKLIST: Mapping[str, Point] = MappingProxyType(
    {
        "phone_kept": Point(
            "The phone with the original chat is kept and the chat was not deleted on it.",
            "Keep the phone and the chat until the case is closed; back the chat up before changing phones.",
        ),
        "own_account": Point(
            "A screenshot shows our own account: WeChat id and phone number.",
            "Take a screenshot of “Me” with the WeChat id, and of the bound phone number.",
        ),
        "partner_profile": Point(
            "A screenshot shows the partner's profile page with the WeChat id.",
            "Open the partner's profile and take a screenshot with the WeChat id, alias and phone number.",
        ),
        "partner_identity": Point(
            "Who the partner is, and that this person may speak for the customer, is shown.",
            "Keep what ties the account to the person: business card, contract, payment, phone number.",
        ),
        "whole": Point(
            "The whole conversation of the period is here, nothing was selected or left out.",
            "Add the missing screenshots: a selection is easily contested.",
        ),
        "continuous": Point(
            "The screenshots follow each other without a gap; each begins where the one before ends.",
            "Let each screenshot repeat the last message of the one before.",
        ),
        "times": Point(
            "Day and time of the messages can be seen.",
            "Scroll until the line with day and time is in the picture.",
        ),
        "opened": Point(
            "Voice messages, pictures, files and transfers were opened and are shown.",
            "Open each of them and take a screenshot of what it says.",
            may_not_apply=True,
        ),
        "voice_text": Point(
            "Voice messages are written out, and the recordings are kept.",
            "Turn each voice message into text and keep the message itself.",
            may_not_apply=True,
        ),
        "recording": Point(
            "A screen recording scrolls through it without a cut: login, both profiles, the whole chat.",
            "Record the screen from opening WeChat to the end of the chat and add the video as evidence.",
        ),
    }
)
"""The practice of R62, in the order in which a judge looks."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A point and what was said to it: "yes", "no", "na", or "" where nobody said anything."""

    key: str
    point: Point
    answer: str

    @property
    def is_missing(self) -> bool:
        """Whether something is still to be done about it."""
        return self.answer in ("", "no")


def findings(answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every point in order with its answer."""
    return tuple(Finding(key, point, answers.get(key, "")) for key, point in CHECKLIST.items())


def missing(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of the points that nobody confirmed."""
    return tuple(finding.key for finding in findings(answers) if finding.is_missing)


def wrong_answers(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that are no point, or whose answer can't be given to it."""
    return tuple(key for key, answer in answers.items() if not _fits(key, answer))


def _fits(key: str, answer: str) -> bool:
    point = CHECKLIST.get(key)
    if point is None:
        return False
    return answer in ("", "yes", "no") or (answer == "na" and point.may_not_apply)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts ``2.png`` before ``10.png``: a phone numbers its screenshots."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts if part)


def strips(width_px: int, height_px: int, room_width: float, room_height: float) -> tuple[tuple[int, int], ...]:
    """Upper and lower edge, in pixels, of the pieces in which a long picture is printed legibly.

    A picture that is up to a third too long is shrunk and stays whole; a longer one is cut into pieces of about equal
    height, each repeating a little of the one before.

    Args:
        room_width: of the place it is printed in, in any unit; ``room_height`` in the same.
    """
    whole = room_height / room_width * width_px
    if height_px <= whole * 4 / 3:
        return ((0, height_px),)
    repeated = max(int(whole * OVERLAP), 1)
    step = max(int(whole) - repeated, 1)
    count = -(-(height_px - repeated) // step)
    if count > MOST_PIECES:
        return ((0, height_px),)
    step = -(-(height_px - repeated) // count)
    return tuple((n * step, min(n * step + step + repeated, height_px)) for n in range(count))


def is_tall(width_px: int, height_px: int) -> bool:
    """Whether it is a phone's screen, which needs half the width of a sheet."""
    return height_px >= width_px * TALL


def placed(sizes: Iterable[bool]) -> list[tuple[int, int]]:
    """Page and place on it of each cell, two on a page: tall ones side by side, wide ones one above the other.

    Args:
        sizes: of each cell in order, whether it is tall.
    """
    found: list[tuple[int, int]] = []
    page, place, before = -1, 1, None
    for tall in sizes:
        if place == 1 or tall != before:
            page, place = page + 1, 0
        else:
            place = 1
        before = tall
        found.append((page, place))
    return found
