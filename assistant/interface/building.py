"""`build` at the terminal: a progress bar, what was read, what is odd, what changed."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.documents.chunks import read
from assistant.documents.sources import Corpus, read_corpus
from assistant.errors import IndexUnavailableError
from assistant.search import store
from assistant.search.embeddings import bundled_fingerprint, load_encoder
from assistant.settings import BUNDLED_MODEL, ModelSettings, load_settings

_BAR = 30


def build(corpus: Path, index: Path, *, only_if_stale: bool = False) -> int:
    """Build and report on standard output, progress on standard error; return 0."""
    documents = read_corpus(corpus)
    settings = load_settings()
    if only_if_stale and is_fresh(documents, index, settings.model):
        sys.stdout.write(f"索引は新しいままです({index})。\n")
        return 0
    made, changes = store.build(documents, index, load_encoder(settings.model), _progress)
    sys.stdout.write(report(documents, made, changes))
    return 0


def is_fresh(corpus: Corpus, index: Path, settings: ModelSettings) -> bool:
    """Whether the index fits the corpus and the model, told without loading the model."""
    if settings.name != BUNDLED_MODEL:
        return False
    try:
        return not store.differences(corpus, index, bundled_fingerprint(settings))
    except IndexUnavailableError:
        return False


def _progress(done: int, total: int) -> None:
    filled = _BAR * done // max(total, 1)
    end = "\n" if done == total else ""
    sys.stderr.write(
        f"\r索引を作っています [{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}{end}"
    )
    sys.stderr.flush()


def report(corpus: Corpus, index: store.Index, changes: store.Changes) -> str:
    """Documents, chunks, problems, and what was added, changed, removed, one line each."""
    lines = [f"文書 {len(corpus.documents)}件、区切り {len(index.chunks)}件、索引 {index.id}"]
    for document in corpus.documents:
        reading = read(document)
        problems = reading.problems
        lines.append(
            f"  {document.source.id}: 区切り {len(reading.chunks)}件、問題 {len(problems)}件"
        )
        lines += [f"    ! {p.message}(文字 {p.span.start}–{p.span.end})" for p in problems]
    lines += [f"  読まなかったファイル: {name}" for name in corpus.skipped]
    for word, names in (
        ("追加", changes.added),
        ("変更", changes.changed),
        ("削除", changes.removed),
    ):
        lines.append(
            f"{word} {len(names)}件"
            + (f": {', '.join(names[:5])}" + ("…" if len(names) > 5 else "") if names else "")
        )
    return "\n".join(lines) + "\n"
