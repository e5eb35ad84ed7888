"""Find how much each signal counts: listwise logistic regression on the tuning set.

For each question that one chunk can settle, the weights make the settling chunks likely among all
chunks of the documents in question (softmax over the index, ListNet's top-one loss; Cao et al.,
"Learning to Rank: From Pairwise Approach to Listwise Approach", 2007), with a small pull towards
zero. Five-fold figures show that the weights hold for questions that they have not seen.

    python benchmarks/calibrate.py            prints the weights and the folds
    python benchmarks/calibrate.py --write    also writes assistant/answering/weights.toml
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from assistant.answering.requirements import requirements
from assistant.answering.retrieval import evidence
from assistant.documents.sources import read_corpus
from assistant.interface.evaluation import _same
from assistant.search import store
from assistant.search.embeddings import Encoder
from assistant.service import Assistant
from assistant.settings import load_settings

TUNING = Path("tests/quality/tuning.jsonl")
INVENTED = tuple(
    sorted(
        described.with_suffix(".jsonl")
        for described in TUNING.parent.glob("*.toml")
        if described.stem != "floors"
    )
)
DOCUMENTS = Path("tests/documents")
WEIGHTS = Path("assistant/answering/weights.toml")
PULL = 0.02
FOLDS = 5


def main() -> None:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    options = parser.parse_args()
    assistant = Assistant.open(options.corpus, options.index, load_settings())
    names = names_of_evidence(assistant)
    data = examples(assistant, names, TUNING)
    for questions in INVENTED:
        with tempfile.TemporaryDirectory() as folder:
            invented = over_invented(questions, Path(folder), assistant.searcher.encoder)
            data += examples(invented, names, questions)
    print(f"{len(data)} questions, {len(names)} signals")
    order = np.random.default_rng(0).permutation(len(data))
    right = 0
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        fitted = fit([d for i, d in enumerate(data) if i not in held], len(names))
        right += sum(first(data[i], fitted) for i in held)
    print(f"right first chunk, questions unseen by the fold: {right / len(data):.1%}")
    fitted = fit(data, len(names))
    print(f"right first chunk, all: {sum(first(d, fitted) for d in data) / len(data):.1%}")
    lines = [f"{name} = {value:.2f}" for name, value in zip(names, fitted, strict=True)]
    print("\n".join(lines))
    if options.write:
        head = (
            "# Found by `python benchmarks/calibrate.py --write` on tests/quality/tuning.jsonl.\n"
        )
        WEIGHTS.write_text(head + "[signals]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def names_of_evidence(assistant: Assistant) -> list[str]:
    """Everything that can be weighed, in the order in which it is worked out."""
    return list(evidence(assistant.reader.understand("協定"), assistant.searcher, ()))


def over_invented(questions: Path, folder: Path, encoder: Encoder) -> Assistant:
    """The assistant over the documents that a set asks of: no weight is for one corpus only."""
    described = questions.with_suffix(".toml")
    corpus = folder / "corpus"
    corpus.mkdir()
    for source in tomllib.loads(described.read_text(encoding="utf-8"))["source"]:
        shutil.copy(next(DOCUMENTS.rglob(source["file"])), corpus)
    shutil.copy(described, corpus / "sources.toml")
    store.build(read_corpus(corpus), folder / "index", encoder)
    return Assistant.open(corpus, folder / "index", load_settings(), encoder)


def examples(
    assistant: Assistant, names: list[str], questions: Path
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each usable question: the signals (chunks, signals), and which chunks settle it."""
    found = []
    for raw in questions.read_text(encoding="utf-8").split("\n"):
        line = json.loads(raw) if raw else {}
        if "question" not in line or line.get("outcome") != "answered" or line["kind"] == "clause":
            continue
        query = assistant.reader.understand(line["question"])
        values = evidence(query, assistant.searcher, requirements(query, assistant.searcher))
        matrix = np.stack([values[name] for name in names], axis=1)
        allowed = (
            np.isin(assistant.searcher.sources, list(query.documents)) if query.documents else None
        )
        settles = np.array([_settles(c, line["expect"]) for c in assistant.searcher.index.chunks])
        if allowed is not None:
            matrix, settles = matrix[allowed], settles[allowed]
        if settles.any():
            found.append((matrix, settles))
        else:
            print("no chunk settles", line["id"], line["question"])
    return found


def _settles(chunk: Any, groups: list[list[dict[str, Any]]]) -> bool:  # noqa: ANN401
    return any(_holds(chunk, place) for group in groups for place in group)


def _holds(chunk: Any, place: dict[str, Any]) -> bool:  # noqa: ANN401
    if chunk.source_id != place["document"] or place["words"] not in chunk.text:
        return False
    at = 0
    labels = [step.label for step in chunk.path]
    for label in place["path"]:
        at = next((i + 1 for i in range(at, len(labels)) if _same(labels[i], label)), 0)
        if at == 0:
            return False
    return True


def fit(data: list[tuple[np.ndarray, np.ndarray]], count: int) -> np.ndarray:
    """The weights under which the settling chunks are likeliest."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = PULL * float(w @ w), 2 * PULL * w
        for matrix, settles in data:
            score = matrix @ w
            top = score.max()
            all_ = np.exp(score - top)
            good = all_ * settles
            total -= np.log(good.sum() / all_.sum())
            slope += matrix.T @ (all_ / all_.sum() - good / good.sum())
        return total, slope

    return minimize(loss, np.zeros(count), jac=True, method="L-BFGS-B").x


def first(example: tuple[np.ndarray, np.ndarray], w: np.ndarray) -> bool:
    """Whether the best chunk settles the question."""
    matrix, settles = example
    return bool(settles[int(np.argmax(matrix @ w))])


if __name__ == "__main__":
    main()
