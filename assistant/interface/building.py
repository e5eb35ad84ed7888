"""Building an index, at the terminal or behind the page: progress, what is odd, what changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.documents.chunks import read
from assistant.documents.sources import Corpus, read_corpus
from assistant.errors import IndexUnavailableError
from assistant.records import Span, labels
from assistant.search import store
from assistant.search.embeddings import bundled_fingerprint, load_encoder
from assistant.service import Assistant
from assistant.settings import BUNDLED_MODEL, ModelSettings, Settings, load_settings

_BAR = 30
Clause = tuple[str, tuple[str, ...]]


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


# While the page goes on answering from the index before


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause before and after, the words of each as they stood; empty where it did not exist."""

    document: str
    address: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def kind(self) -> Literal["added", "changed", "removed"]:
        """What happened to it."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two indexes hold differently: titles of documents by id, and clauses in order."""

    added: dict[str, str]
    changed: dict[str, str]
    removed: dict[str, str]
    clauses: tuple[ClauseChange, ...]


def rebuild(
    old: Assistant, corpus: Path, index: Path, progress: store.Progress
) -> tuple[Assistant, Comparison]:
    """Build the index anew and open it; the assistant before it is left as it is.

    Raises:
        AssistantError: the corpus cannot be read, or the index cannot be written or opened.
    """
    encoder = old.searcher.encoder
    store.build(read_corpus(corpus), index, encoder, progress)
    fresh = Assistant.open(corpus, index, Settings(), encoder)
    return fresh, compare(old, fresh)


def compare(old: Assistant, new: Assistant) -> Comparison:
    """The documents and clauses that were added, changed and removed."""
    before = {k: r.document.source for k, r in old.searcher.catalogue.readings.items()}
    after = {k: r.document.source for k, r in new.searcher.catalogue.readings.items()}
    both = [name for name in after if name in before]
    return Comparison(
        {k: s.title for k, s in after.items() if k not in before},
        {k: after[k].title for k in both if after[k].sha256 != before[k].sha256},
        {k: s.title for k, s in before.items() if k not in after},
        tuple(clause_changes(old, new)),
    )


def clause_changes(old: Assistant, new: Assistant) -> Iterable[ClauseChange]:
    """Each clause whose words differ, in the order of the new texts, removed ones last."""
    before, after = _words(old), _words(new)
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key, ()), after.get(key, ())
        if was != now:
            yield ClauseChange(*key, was, now)


def _words(assistant: Assistant) -> dict[Clause, tuple[str, ...]]:
    """The words of each clause, cut from its document; a piece for each stretch it stands in."""
    spans: dict[Clause, list[Span]] = {}
    last: Clause | None = None
    for chunk in assistant.searcher.index.chunks:
        key = (chunk.source_id, labels(chunk.path))
        stretches = spans.setdefault(key, [])
        if key == last:
            stretches[-1] = Span(stretches[-1].start, chunk.span.end)
        else:
            stretches.append(chunk.span)
        last = key
    readings = assistant.searcher.catalogue.readings
    return {
        key: tuple(span.cut(readings[key[0]].document.text) for span in found)
        for key, found in spans.items()
    }
