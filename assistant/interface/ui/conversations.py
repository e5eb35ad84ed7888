"""What each visitor has asked so far, kept in memory for as long as it is used.

Not Gradio's own state: for that every open tab holds a connection to the server for good, and a
browser that has six tabs open could not open a seventh.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from assistant.records import Query

MOST_VISITORS = 2000
# A conversation is understood from its last turns; older ones are let go.
MOST_TURNS = 20


class Conversations:
    """The turns of each visitor; whoever has asked nothing for the longest is forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[Query, ...]] = OrderedDict()

    def of(self, visitor: str) -> tuple[Query, ...]:
        """The turns of one visitor, the oldest first."""
        with self._lock:
            return self._turns.get(visitor, ())

    def keep(self, visitor: str, turns: Sequence[Query]) -> None:
        """Remember the turns of one visitor in place of those before."""
        with self._lock:
            self._turns[visitor] = tuple(turns)[-MOST_TURNS:]
            self._turns.move_to_end(visitor)
            while len(self._turns) > MOST_VISITORS:
                self._turns.popitem(last=False)
