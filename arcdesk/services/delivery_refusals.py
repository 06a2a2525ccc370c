"""Why something cannot be recorded of a document that left the house, or did not."""

from __future__ import annotations

from arcdesk.domain.errors import Refusal


class UnknownOutcome(Refusal):
    """Not one of ``OUTCOMES``."""

    sentence = "“{value}” is not an outcome of a delivery. Choose delivered, refused or returned."


class UnknownReturnReason(Refusal):
    """Not one of ``RETURN_REASONS``."""

    sentence = "“{value}” does not say why it came back. Choose unknown, unclaimed or other."


class ReturnReasonMissing(Refusal):
    """What came back without saying why."""

    sentence = "Say why it came back: the addressee is unknown there, nobody fetched it, or another reason."


class OutcomeWithoutSending(Refusal):
    """Refused or returned, and never sent."""

    sentence = "“{number}” is not recorded as sent by {day}. Record first when, how and where to it was sent."


class ReasonMissing(Refusal):
    """A correction without its reason."""

    sentence = "Say why. The reason is kept with the document."


class SentCannotBeVoid(Refusal):
    """A document that is out of the house declared void."""

    sentence = "“{number}” has left the house, so it cannot be void. Take it back by a note to the customer."


class NotSentYet(Refusal):
    """Taking back what never went out."""

    sentence = "“{number}” was never sent, so nothing has to be taken back. Declare it void instead."


class EndedAlready(Refusal):
    """A second end of a document."""

    sentence = "“{number}” is void or was withdrawn already."


class UnknownStep(Refusal):
    """No such entry of a document."""

    sentence = "“{number}” has no entry no. {step} that could be taken back. Look up the entries in its history."


class DocumentEnded(Refusal):
    """What no longer counts is neither sent nor answered."""

    sentence = "“{number}” is void or was withdrawn. Issue a new one instead."


class UnknownAddressKind(Refusal):
    """Not one of ``ADDRESS_KINDS``."""

    sentence = "“{value}” is not a kind of address. Choose agreed, registered or other."


class DeliveryBeforeIssue(Refusal):
    """Sent or arrived before it existed."""

    sentence = "“{number}” was issued on {issued}; it cannot have been sent or delivered on {day}."


class DeliveryInFuture(Refusal):
    """A delivery that is still to come."""

    sentence = "The day {day} is still to come. Record the delivery when it has happened."


class UnknownMeans(Refusal):
    """Not one of ``MEANS``."""

    sentence = "“{value}” is not a way of sending. Choose one of: {known}."


class UnknownResult(Refusal):
    """Not one of ``REPLIES``."""

    sentence = "“{value}” is not an answer to a statement. Choose agreed or disputed."


class NotAStatement(Refusal):
    """An answer to something that asks for none."""

    sentence = "“{number}” is not a statement of account, so no answer to it is tracked."
