"""One tree of exceptions; every message says, in the user's language, what to do next."""

from __future__ import annotations


class AssistantError(Exception):
    """Anything the program refuses to go on with; `str(error)` is shown to the user as it is."""


class CorpusError(AssistantError):
    """The corpus folder, a source file or `sources.toml` cannot be used."""


class IndexUnavailableError(AssistantError):
    """The index is missing, stale, damaged or made with another model."""


class ModelError(AssistantError):
    """The embedding model cannot be found, read or checked."""


class QuestionError(AssistantError):
    """A question or reference that cannot be taken: empty, too long, not text."""


class UsageError(AssistantError):
    """A command, option or input line that is not of the documented form."""
