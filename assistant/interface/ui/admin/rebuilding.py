"""Rebuilding the index behind the page: one at a time, in a thread of its own, swapped whole."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Literal

from assistant.errors import AssistantError
from assistant.interface.building import Comparison, rebuild
from assistant.interface.ui.desk import Desk

# What a question asks for first is worked out before anyone is answered by the new index.
_FIRST_QUESTION = "定住自立圏とは何ですか"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a rebuild has come: one value, exchanged whole, so that it is read without a lock.

    `reason` says why it failed, empty where only the log can; `found` is what it changed.
    """

    name: Literal["idle", "reading", "encoding", "opening", "done", "failed"] = "idle"
    done: int = 0
    total: int = 0
    reason: str = ""
    found: Comparison | None = None

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.name in {"reading", "encoding", "opening"}

    @property
    def percent(self) -> int:
        """From 0 to 100; encoding takes nearly all of the time."""
        if self.name == "encoding":
            return 5 + 85 * self.done // max(self.total, 1)
        return {"reading": 2, "opening": 92, "done": 100}.get(self.name, 0)


class Rebuilder:
    """Starts rebuilds and knows how far the newest one has come."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, threading.Lock()
        self.stage = Stage()

    def start(self) -> bool:
        """Begin, and say so at once; False where one is under way already."""
        with self._lock:
            if self.stage.running:
                return False
            self.stage = Stage("reading")
        threading.Thread(target=self._run, name="rebuild", daemon=True).start()
        return True

    def _run(self) -> None:
        desk = self._desk
        try:
            fresh, found = rebuild(desk.assistant, desk.corpus, desk.index, self._progress)
            fresh.ask(_FIRST_QUESTION)
            desk.exchange(fresh)
            self.stage = Stage("done", found=found)
        except AssistantError as error:
            self.stage = Stage("failed", reason=str(error))
        except Exception:
            _log.exception("a rebuild failed")
            self.stage = Stage("failed")

    def _progress(self, done: int, total: int) -> None:
        self.stage = Stage("opening") if done == total else Stage("encoding", done, total)
