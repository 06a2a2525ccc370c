"""Why a dispute cannot be opened or closed."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class UnknownDispute(Refusal):
    """No dispute, or none that stands."""

    sentence = "There is no open dispute of “{number}”. See the list of disputes."


class UnknownCategory(Refusal):
    """Not one of ``CATEGORIES``."""

    sentence = "“{value}” is not a kind of dispute. Choose one of: {known}."


class UnknownResolution(Refusal):
    """Not one of ``RESOLUTIONS``."""

    sentence = "A dispute is not settled by “{value}”. Choose one of: {known}."


class DisputeReasonMissing(Refusal):
    """A dispute that says nothing."""

    sentence = "Say what the customer contests: a kind of dispute, or a few words."


class DisputeInFuture(Refusal):
    """A dispute opened or closed tomorrow."""

    sentence = "{day} is after today. Enter the day on which it happened."


class ClosedBeforeOpened(Refusal):
    """A dispute that ends before it begins."""

    sentence = "The dispute was opened on {opened}; it cannot be closed on {day}. Enter a later day."


class DisputeClosedAlready(Refusal):
    """A dispute that does not stand any more."""

    sentence = "The dispute of “{number}” was closed already, on {day}."


class AcceptedPartWrong(Refusal):
    """A compromise that is none."""

    sentence = (
        "A compromise lies above zero and below the {amount} in dispute, not at {accepted}. Enter the part accepted."
    )


class AcceptedInFull(Refusal):
    """A dispute accepted with another amount than the disputed one."""

    sentence = "Accepted means all of the {amount} in dispute, not {accepted}. For a part of it choose a compromise."


class NothingAccepted(Refusal):
    """A credit for a dispute that was rejected."""

    sentence = "A rejected dispute is credited nothing. Leave the credit out, or choose another resolution."
