"""What was decided about a question: an outcome, its quotes, and why."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Outcome, Quote


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its quotes, its related clauses, and the facts its message is made of."""

    outcome: Outcome
    quotes: tuple[Quote, ...] = ()
    related: tuple[Quote, ...] = ()
    reason: str = ""
    detail: str = ""
