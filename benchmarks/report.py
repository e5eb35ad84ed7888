"""What the benchmarks on question sets share: the questions, one encoder, tables, the docs."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.search.embeddings import Encoder, Progress, load_encoder
from assistant.service import Assistant
from assistant.settings import load_settings

QUALITY = Path("docs/quality.md")
TUNING = Path("tests/quality/tuning.jsonl")
HELD = Path("tests/quality/held.jsonl")
Line = dict[str, Any]


class Remembering:
    """An encoder that encodes no text twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._queries: dict[str, np.ndarray] = {}
        self._passages: dict[str, np.ndarray] = {}

    @property
    def fingerprint(self) -> str:
        """See Encoder."""
        return self._encoder.fingerprint

    def encode_query(self, text: str) -> np.ndarray:
        """See Encoder."""
        if text not in self._queries:
            self._queries[text] = self._encoder.encode_query(text)
        return self._queries[text]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """See Encoder."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self._passages))
        vectors = self._encoder.encode_passages(fresh, progress)
        self._passages.update(zip(fresh, vectors, strict=True))
        return np.stack([self._passages[text] for text in texts])


def options(what: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark on questions has."""
    parser = argparse.ArgumentParser(description=(what or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--write", action="store_true", help=f"also write {QUALITY}")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    return parser


def opened(corpus: Path, index: Path) -> Assistant:
    """An assistant whose encoder remembers."""
    settings = load_settings()
    return Assistant.open(corpus, index, settings, Remembering(load_encoder(settings.model)))


def lines(file: Path) -> list[Line]:
    """Everything in a set."""
    return [json.loads(raw) for raw in file.read_text(encoding="utf-8").split("\n") if raw.strip()]


def questions(file: Path) -> list[Line]:
    """The single questions of a set; no look-ups, no conversations."""
    return [line for line in lines(file) if "question" in line]


def answerable(line: Line) -> bool:
    """Whether the documents answer a question."""
    return "answered" in line["outcome"]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown: the first column is words, the others are figures."""
    marks = ["---", *["--:" for _ in head[1:]]]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, marks, *rows))


def sizes() -> str:
    """How many questions of each kind the two sets hold."""
    counts = [Counter(line["kind"] for line in lines(file)) for file in (TUNING, HELD)]
    kinds = sorted({kind for count in counts for kind in count}, key=_order)
    rows = [[f"`{kind}`", *(str(count[kind]) for count in counts)] for kind in kinds]
    rows.append(["all", *(str(count.total()) for count in counts)])
    return table(["kind", TUNING.stem, HELD.stem], rows)


def _order(kind: str) -> tuple[int, str]:
    """Questions that the documents answer first, then refusals, look-ups and conversations."""
    last = ("lookup", "conversation")
    return (2 + last.index(kind) if kind in last else int(kind.startswith("refuse")), kind)


def write(name: str, text: str) -> None:
    """Put a text between the marks of a name in docs/quality.md.

    Raises:
        ValueError: the marks are not there.
    """
    begin, end = f"<!-- {name}: written by the script -->", f"<!-- /{name} -->"
    old = QUALITY.read_text(encoding="utf-8")
    between = re.compile(rf"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
    new, count = between.subn(lambda _: f"\n{text}\n\n", old)
    if count != 1:
        msg = f"{QUALITY} needs the lines {begin} and {end} once, in this order"
        raise ValueError(msg)
    QUALITY.write_text(new, encoding="utf-8")
