"""What is refused of a WeChat exhibit, each with the sentence that the person reads."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class NoScreenshots(Refusal):
    """An exhibit of nothing."""

    sentence = "Choose at least one screenshot, or paste one with Ctrl+V."


class TooManyScreenshots(Refusal):
    """More than anybody looks through in one exhibit."""

    sentence = "One exhibit holds at most {most} screenshots, not {count}. Make one for each period."


class NotAScreenshot(Refusal):
    """No picture, or one that may not be opened."""

    sentence = "“{name}” is not a picture that can be printed (PNG, JPEG, at most 120 megapixels). Leave it out."


class ScreenshotTwice(Refusal):
    """The same content in two places."""

    sentence = "“{name}” is the same picture as “{other}”. Leave one of them out."


class PartnerMissing(Refusal):
    """Nobody to talk with."""

    sentence = "Say with whom the conversation was: the name that the chat shows."


class TimesTurned(Refusal):
    """A last message before the first."""

    sentence = "The last message ({last}) is before the first ({first}). Check both."


class MessagesToCome(Refusal):
    """A message that nobody can have written yet."""

    sentence = "{moment} is still to come. Give the time of the message as the chat shows it."


class UnknownPoint(Refusal):
    """Something else than the points of the checklist, or an answer that it doesn't take."""

    sentence = "“{key}” cannot be answered like that. Points: {known}; answers: yes, no, na where it may not apply."


class UnknownWechatExhibit(Refusal):
    """No exhibit has that number."""

    sentence = "There is no WeChat exhibit “{number}”. Check the number."


class CorrectedAlready(Refusal):
    """A correction of what was replaced before."""

    sentence = "“{number}” was replaced by “{by}” already. Correct that one."


class OtherCustomersExhibit(Refusal):
    """A correction across customers."""

    sentence = "“{number}” belongs to another customer. Make a new exhibit instead."


class ReasonMissing(Refusal):
    """A correction that doesn't say why."""

    sentence = "Say why “{number}” is replaced: the court may ask."


class UnknownContactPerson(Refusal):
    """A person of somebody else."""

    sentence = "This customer has no contact person “{name}”. Enter the person first, or leave this out."
