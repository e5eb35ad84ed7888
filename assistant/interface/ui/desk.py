"""What every screen works at: the assistant in service, exchanged whole when an index is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.documents.chunks import Reading
from assistant.interface.ui.checking import Check, checker
from assistant.service import Assistant


class Desk:
    """The assistant in service; who has begun with one goes on with it to the end of an answer."""

    def __init__(self, assistant: Assistant, corpus: Path, index: Path) -> None:
        self.assistant, self.corpus, self.index = assistant, corpus, index
        self._to_tell: list[Callable[[], None]] = []

    def now(self) -> Desk:
        """The desk as it is at this moment, for one answer from its beginning to its end."""
        return Desk(self.assistant, self.corpus, self.index)

    def exchange(self, assistant: Assistant) -> None:
        """Put another assistant in service; whoever comes from now on is answered by it."""
        self.assistant = assistant
        for tell in self._to_tell:
            tell()

    def when_exchanged(self, tell: Callable[[], None]) -> None:
        """Have something done each time that another assistant comes into service."""
        self._to_tell.append(tell)

    @property
    def readings(self) -> dict[str, Reading]:
        """The documents in service by id."""
        return self.assistant.searcher.catalogue.readings

    def checker(self) -> Check:
        """A check of quotes against the files as they are now."""
        return checker(self.corpus, {k: r.document.source for k, r in self.readings.items()})

    def reading(self, wanted: Any) -> Reading | None:  # noqa: ANN401
        """The document that a browser names, if there is one."""
        return self.readings.get(wanted) if isinstance(wanted, str) else None
