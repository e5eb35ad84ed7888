"""The floors under the quality of answers, on the tuning set and on the one kept apart from it.

`python tests/test_quality.py` measures again and prints what `floors.toml` should hold.
"""

import hashlib
import tomllib
from pathlib import Path

import pytest

from assistant.interface.evaluation import Scores, evaluate

ROOT = Path(__file__).parents[1]
QUALITY = ROOT / "tests" / "quality"
FLOORS = tomllib.loads((QUALITY / "floors.toml").read_text(encoding="utf-8"))
SETS = ("tuning", "held")


def fingerprint() -> str:
    """A hash of the corpus and of both question sets: figures of other texts are other figures."""
    digest = hashlib.sha256()
    for file in sorted([*(ROOT / "corpus").iterdir(), *QUALITY.glob("*.jsonl")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="module", params=SETS)
def measured(request, assistant) -> tuple[str, Scores]:
    return request.param, evaluate(assistant, QUALITY / f"{request.param}.jsonl")


def figures(scores: Scores) -> dict[str, float]:
    kinds = ("lookup", "conversation")
    return {**scores.figures(), **{kind: scores.share_right(kind) for kind in kinds}}


def test_the_floors_are_of_this_corpus_and_these_questions():
    assert FLOORS["fingerprint"] == fingerprint(), "measure again: python tests/test_quality.py"


def test_no_figure_falls_below_its_floor(measured):
    name, scores = measured
    found = figures(scores)
    low = {k: (found[k], v) for k, v in FLOORS[name]["least"].items() if found[k] < v}
    high = {k: (found[k], v) for k, v in FLOORS[name]["most"].items() if found[k] > v}
    assert (low, high) == ({}, {})


def test_the_sets_are_large_and_apart():
    lines = {name: (QUALITY / f"{name}.jsonl").read_text(encoding="utf-8") for name in SETS}
    asked = {name: set(text.splitlines()) for name, text in lines.items()}
    assert all(len(lines) >= 300 for lines in asked.values())
    assert not asked["tuning"] & asked["held"]


def main() -> None:
    from assistant.service import Assistant
    from assistant.settings import load_settings

    assistant = Assistant.open(ROOT / "corpus", ROOT / "index", load_settings())
    print(f'fingerprint = "{fingerprint()}"')  # noqa: T201
    for name in SETS:
        found = figures(evaluate(assistant, QUALITY / f"{name}.jsonl"))
        print(name, {key: round(value, 3) for key, value in found.items()})  # noqa: T201


if __name__ == "__main__":
    main()
