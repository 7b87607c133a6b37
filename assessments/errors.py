"""Refusals, each with a sentence for the person who caused it."""

from collections.abc import Mapping


class Refusal(Exception):
    """Something that may not be done now; the message says why and what to do."""


class NotAllowed(Refusal):
    """The person lacks the right."""


class InvalidAnswer(Refusal):
    """A value that the question does not take; `messages` maps a field of the form ("" for all of it) to a sentence."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = dict(messages)
        super().__init__(" ".join(self.messages.values()))


class StaleAnswer(Refusal):
    """A colleague changed the answer since it was read."""


class RefusedFile(Refusal):
    """An evidence file that is not what we take."""


class StorageFailed(Refusal):
    """The storage of files does not take one: full, slow or away."""


class StaleDecision(Refusal):
    """Another decision was taken on the leaf since it was read."""
