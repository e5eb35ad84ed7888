"""The floors under the quality of answers: tuning, held apart from it, and on invented documents.

`python tests/test_quality.py` measures again and prints what `floors.toml` should hold;
`keniki eval` measures all lines of a set.
"""

import hashlib
import shutil
import tempfile
import tomllib
from pathlib import Path

import pytest

from assistant.documents.sources import read_corpus
from assistant.interface.evaluation import Scores, evaluate
from assistant.search import store
from assistant.search.embeddings import Encoder
from assistant.service import Assistant
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
QUALITY = ROOT / "tests" / "quality"
FLOORS = tomllib.loads((QUALITY / "floors.toml").read_text(encoding="utf-8"))
SETS = ("tuning", "held")
# Of the tuning half CI asks each thirteenth line: all of it takes ten minutes, and CI has fifteen.
CI_STEP = {"tuning": 13}
# Corpora of their own, each of the texts that its `.toml` describes.
INVENTED = tuple(sorted(f.stem for f in QUALITY.glob("*.toml") if f.stem != "floors"))


def fingerprint() -> str:
    """A hash of all texts and question sets: figures of other texts are other figures."""
    digest = hashlib.sha256()
    texts = [*(ROOT / "corpus").iterdir(), *(f for name in INVENTED for f in texts_of(name))]
    described = [QUALITY / f"{name}.toml" for name in INVENTED]
    for file in sorted([*texts, *QUALITY.glob("*.jsonl"), *described]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def texts_of(name: str) -> list[Path]:
    sources = tomllib.loads((QUALITY / f"{name}.toml").read_text(encoding="utf-8"))["source"]
    return [next((ROOT / "tests" / "documents").rglob(source["file"])) for source in sources]


def over_invented(name: str, folder: Path, encoder: Encoder) -> Assistant:
    """The assistant over documents that nobody tuned the parser or the words for."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for file in texts_of(name):
        shutil.copy(file, corpus)
    shutil.copy(QUALITY / f"{name}.toml", corpus / "sources.toml")
    store.build(read_corpus(corpus), folder / "index", encoder)
    return Assistant.open(corpus, folder / "index", Settings(), encoder)


@pytest.fixture(scope="module", params=[*SETS, *INVENTED])
def measured(request, assistant, encoder, tmp_path_factory) -> tuple[str, Scores]:
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    if name in INVENTED:
        assistant = over_invented(name, folder, encoder)
    return name, evaluate(assistant, asked_of(name, folder))


def asked_of(name: str, folder: Path) -> Path:
    """The questions of a set that CI asks, as a file."""
    lines = (QUALITY / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = folder / f"{name}.jsonl"
    asked.write_text("\n".join(lines[:: CI_STEP.get(name, 1)]) + "\n", encoding="utf-8")
    return asked


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
    from assistant.settings import load_settings

    assistant = Assistant.open(ROOT / "corpus", ROOT / "index", load_settings())
    print(f'fingerprint = "{fingerprint()}"')  # noqa: T201
    for name in (*SETS, *INVENTED):
        with tempfile.TemporaryDirectory() as folder:
            encoder = assistant.searcher.encoder
            own = name in INVENTED
            asked = over_invented(name, Path(folder), encoder) if own else assistant
            found = figures(evaluate(asked, asked_of(name, Path(folder))))
            print(name, {key: round(value, 3) for key, value in found.items()})  # noqa: T201


if __name__ == "__main__":
    main()
