"""How long encoding, asking, building and starting take, and their ratios.

    python benchmarks/speed.py

The ratio that must hold: a whole `ask` takes at most 1.5 times the encoding of its question alone.
Each question is encoded and asked in turn, in an order that alternates, so that whatever else the
machine does meets both alike. Times depend on the machine; ratios much less.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from assistant.documents.chunks import read
from assistant.documents.sources import read_corpus
from assistant.search import store
from assistant.search.embeddings import Encoder, load_encoder
from assistant.service import Assistant
from assistant.settings import load_settings

ROOT = Path(__file__).parents[1]
LIMIT = 1.5
WARM_UP = 5
T = TypeVar("T")


def main() -> int:
    """Measure and print; 1 where `ask` takes more than LIMIT times the encoding."""
    options = _options()
    settings = load_settings()
    encoder, loading = _timed(lambda: load_encoder(settings.model))
    questions = _questions(options.questions, options.limit)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        builds = [_embed_and_build(options.corpus, index, encoder) for _ in range(options.builds)]
        updates = [_update(options.corpus, index, encoder) for _ in range(options.builds)]
        assistant = Assistant.open(options.corpus, index, settings, encoder)
        pairs = _encode_and_ask(assistant, encoder, questions)
        passages = len(assistant.searcher.index.chunks)
        starts = [_start(options.corpus, index, questions[0]) for _ in range(options.starts)]
    encode, ask = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(whole / alone for alone, whole in pairs)
    embed, build = (statistics.median(times) for times in zip(*builds, strict=True))
    build_ratio = statistics.median(whole / alone for alone, whole in builds)
    update, start = statistics.median(updates), statistics.median(starts)
    _print(
        [
            ("encode a question", encode, len(pairs), ""),
            ("ask, whole", ask, len(pairs), f"{ratio:.2f} × encode (median; {LIMIT} allowed)"),
            ("load the model", loading, 1, ""),
            (
                "encode all passages",
                embed,
                len(builds),
                f"{passages / embed:.0f} passages a second",
            ),
            ("build from nothing", build, len(builds), f"{build_ratio:.2f} × encode its passages"),
            ("build, nothing changed", update, len(updates), f"{update / build:.3f} × build"),
            ("cold start and one ask", start, len(starts), f"{start / ask:.0f} × ask"),
        ]
    )
    slowest = max(whole / alone for alone, whole in pairs)
    print(f"\nask/encode over {len(pairs)} questions: median {ratio:.3f}, largest {slowest:.2f}")
    return int(ratio > LIMIT)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests/quality/tuning.jsonl")
    parser.add_argument("--limit", type=int, help="only the first so many questions")
    parser.add_argument("--builds", type=int, default=2, help="builds to time")
    parser.add_argument("--starts", type=int, default=3, help="cold starts to time")
    return parser.parse_args()


def _questions(file: Path, limit: int | None) -> list[str]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return [line["question"] for line in lines if "question" in line][:limit]


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _embed_and_build(corpus: Path, index: Path, encoder: Encoder) -> tuple[float, float]:
    """Seconds for encoding the passages alone, and for a build into an empty folder."""
    readings = [read(document) for document in read_corpus(corpus).documents]
    passages = [store.indexed_text(chunk) for reading in readings for chunk in reading.chunks]
    _, alone = _timed(lambda: encoder.encode_passages(passages))
    if index.exists():
        (index / store.CURRENT).unlink()
    return alone, _update(corpus, index, encoder)


def _update(corpus: Path, index: Path, encoder: Encoder) -> float:
    return _timed(lambda: store.build(read_corpus(corpus), index, encoder))[1]


def _encode_and_ask(
    assistant: Assistant, encoder: Encoder, questions: Sequence[str]
) -> list[tuple[float, float]]:
    """Seconds for encoding a question alone and for the whole answer to it, for each."""
    for question in questions[:WARM_UP]:
        encoder.encode_query(question)
        assistant.ask(question)
    pairs = []
    for number, question in enumerate(questions):
        if number % 2:
            whole = _timed(lambda said=question: assistant.ask(said))[1]
            alone = _timed(lambda said=question: encoder.encode_query(said))[1]
        else:
            alone = _timed(lambda said=question: encoder.encode_query(said))[1]
            whole = _timed(lambda said=question: assistant.ask(said))[1]
        pairs.append((alone, whole))
    return pairs


def _start(corpus: Path, index: Path, question: str) -> float:
    """A process of its own from nothing to an answer."""
    command = [sys.executable, "-m", "assistant", "ask", question]
    where = ["--corpus", str(corpus.resolve()), "--index", str(index)]
    return _timed(
        lambda: subprocess.run([*command, *where], cwd=ROOT, check=True, capture_output=True)
    )[1]


def _print(rows: Sequence[tuple[str, float, int, str]]) -> None:
    print("| what | median | of | ratio |\n|---|---|---|---|")
    for what, seconds, count, ratio in rows:
        taken = f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
        print(f"| {what} | {taken} | {count} | {ratio} |")


if __name__ == "__main__":
    raise SystemExit(main())
