"""Query to Hits: every signal weighed and summed into one order."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np

from assistant.answering.needs import Requirement
from assistant.answering.nouns import Nouns
from assistant.answering.requirements import KINDS, requirements
from assistant.answering.searcher import Searcher
from assistant.answering.signals import signals
from assistant.records import Hit, Query


@cache
def weights() -> dict[str, float]:
    """How much each signal counts, as `benchmarks/calibrate.py` found it."""
    text = resources.files("assistant.answering").joinpath("weights.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["signals"])


def evidence(
    query: Query, searcher: Searcher, needs: Sequence[Requirement]
) -> dict[str, np.ndarray]:
    """All that speaks for each chunk: the signals, and which kinds of requirement it meets."""
    nouns = Nouns.of(query, searcher)
    found = {**signals(query, searcher), "share": nouns.share, "lost": nouns.lost}
    for kind in KINDS:
        mine = [need.met for need in needs if need.kind == kind]
        met = np.logical_and.reduce(mine) if mine else np.ones(len(nouns.share), bool)
        found[f"meets_{kind}"] = met.astype(float)
    return found


def ranking(
    query: Query,
    searcher: Searcher,
    needs: Sequence[Requirement] | None = None,
    explained: int = 0,
) -> list[Hit]:
    """Every chunk of the documents that a question is limited to, best first.

    `needs` is what `requirements` says of the question, where it has been worked out already.
    The first `explained` hits tell what they were found by.
    """
    if not searcher.index.chunks:
        return []
    values = evidence(query, searcher, requirements(query, searcher) if needs is None else needs)
    score = np.asarray(sum(weight * values[name] for name, weight in weights().items()), float)
    allowed = np.ones(len(score), bool)
    if query.documents:
        allowed = np.isin(searcher.sources, list(query.documents))
    order = np.lexsort((np.arange(len(score)), -score))
    return [
        Hit(
            searcher.index.chunks[i], float(score[i]), _found_by(values, i) if n < explained else ()
        )
        for n, i in enumerate(order[allowed[order]])
    ]


def _found_by(values: dict[str, np.ndarray], row: int) -> tuple[str, ...]:
    """The signals that speak for a chunk, strongest first."""
    parts = {name: weight * float(values[name][row]) for name, weight in weights().items()}
    strongest = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return tuple(f"{name} {value:+.2f}" for name, value in strongest if value > 0)
