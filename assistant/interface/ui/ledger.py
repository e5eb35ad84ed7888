"""Questions without an answer and opinions of answers, kept in SQLite for so many days.

Nothing here says who asked: no address, no browser, no session, and the day but not the hour.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, UsageError
from assistant.interface.ui.masking import masked
from assistant.settings import RecordSettings

TABLES = ("questions", "opinions")
REASONS = ("clause", "incomplete", "other")
# The lists are read by a person; a flood must not fill the disk.
MOST_ROWS, SHOWN = 5000, 200
_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS opinions (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL,
  citation TEXT NOT NULL, useful INTEGER NOT NULL, reason TEXT NOT NULL);
"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer; `day` is written 2026-04-01."""

    day: str
    question: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer; `reason` is empty or one of REASONS."""

    day: str
    question: str
    outcome: str
    citation: str
    useful: bool
    reason: str


class Ledger:
    """The file of records; safe to use from several threads, each write with its own connection."""

    def __init__(self, file: Path, days: int, today: Callable[[], date] = date.today) -> None:
        """Open the file, making it where there is none, and drop what is too old.

        Raises:
            UsageError: the file cannot be written or is not a file of records.
        """
        self.days = days
        self._file, self._today = file, today
        self._lock = threading.Lock()
        try:
            # Made before SQLite would, so that other users of the machine cannot read it.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            with self._opened() as base:
                base.executescript(_SCHEMA)
                self._drop_old(base)
        except (OSError, sqlite3.Error) as error:
            msg = (
                f"記録のファイル {file} を使えません({error})。"
                "keniki.toml の [records] path を、書き込める場所のファイルにしてください。"
            )
            raise UsageError(msg) from error

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            base = sqlite3.connect(self._file, timeout=5)
            try:
                base.execute("PRAGMA secure_delete = ON")
                with base:
                    yield base
            finally:
                base.close()

    def _drop_old(self, base: sqlite3.Connection) -> None:
        oldest = (self._today() - timedelta(days=self.days)).isoformat()
        for table in TABLES:
            base.execute(f"DELETE FROM {table} WHERE day <= ?", (oldest,))
            base.execute(
                f"DELETE FROM {table} WHERE id <= (SELECT max(id) FROM {table}) - ?", (MOST_ROWS,)
            )

    def add_question(self, question: str, outcome: str) -> None:
        """Keep a question that got no answer, masked; a failure is logged and holds up nobody."""
        row = Unanswered(self._today().isoformat(), masked(question), outcome)
        try:
            self._insert("questions", astuple(row))
        except AssistantError:
            _log.exception("a question could not be kept")

    def add_opinion(self, opinion: Opinion, replaces: int | None = None) -> int:
        """Keep an opinion in the place of an earlier one; return its number.

        Raises:
            AssistantError: the file cannot be written.
        """
        return self._insert("opinions", astuple(opinion), replaces)

    def _insert(self, table: str, row: tuple[object, ...], replaces: int | None = None) -> int:
        marks = ", ".join("?" * (len(row) + 1))
        try:
            with self._opened() as base:
                self._drop_old(base)
                done = base.execute(
                    f"INSERT OR REPLACE INTO {table} VALUES ({marks})", (replaces, *row)
                )
                return int(done.lastrowid or 0)
        except sqlite3.Error as error:
            msg = "記録できませんでした。時間をおいて、もう一度お試しください。"
            raise AssistantError(msg) from error

    def opinion(self, question: str, outcome: str, citation: str, verdict: str) -> Opinion:
        """An opinion of today; `verdict` is "useful" or one of REASONS."""
        useful = verdict == "useful"
        day = self._today().isoformat()
        return Opinion(day, masked(question), outcome, citation, useful, "" if useful else verdict)

    def questions(self) -> list[Unanswered]:
        """The newest questions without an answer, newest first."""
        return [Unanswered(*row[1:]) for row in self._newest("questions")]

    def opinions(self) -> list[Opinion]:
        """The newest opinions, newest first."""
        rows = self._newest("opinions")
        return [Opinion(r[1], r[2], r[3], r[4], bool(r[5]), r[6]) for r in rows]

    def _newest(self, table: str) -> list[tuple[Any, ...]]:
        try:
            with self._opened() as base:
                self._drop_old(base)
                found = base.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT ?", (SHOWN,))
                return list(found)
        except sqlite3.Error as error:
            msg = "記録を読めませんでした。記録のファイルを確かめてください。"
            raise AssistantError(msg) from error

    def clear(self, table: str) -> None:
        """Delete every row of one table, and leave no trace of it in the file.

        Raises:
            AssistantError: there is no such table, or the file cannot be written.
        """
        if table not in TABLES:
            msg = "その記録はありません。"
            raise AssistantError(msg)
        try:
            with self._opened() as base:
                base.execute(f"DELETE FROM {table}")
        except sqlite3.Error as error:
            msg = "記録を消せませんでした。記録のファイルを確かめてください。"
            raise AssistantError(msg) from error


def ledger(settings: RecordSettings) -> Ledger | None:
    """The ledger that is configured; None where nothing is to be kept."""
    return Ledger(Path(settings.path), settings.days) if settings.keep else None
