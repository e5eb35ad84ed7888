"""index/: built whole, checked on loading, swapped in one step; a reader never sees a half.

`index/CURRENT` names the folder in use; a build writes a folder beside it and then replaces
CURRENT, which the file system does in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.documents.chunks import Reading, read
from assistant.documents.sources import Corpus
from assistant.errors import IndexUnavailableError
from assistant.language.tokens import index_words
from assistant.records import Chunk, Span, Step, labels

if TYPE_CHECKING:
    import bm25s
    import faiss

    from assistant.search.embeddings import Encoder

FORMAT = 1
CURRENT, MANIFEST, CHUNKS = "CURRENT", "manifest.json", "chunks.jsonl"
_REBUILD = "`python -m assistant build`(または `make run`)で索引を作ってください。"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build found different from the index before it: citations of clauses."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """A loaded index: its id, the model's fingerprint, the chunks, and both rankings' data."""

    id: str
    model: str
    chunks: tuple[Chunk, ...]
    dense: faiss.IndexFlatIP
    sparse: bm25s.BM25


def indexed_text(chunk: Chunk) -> str:
    """What of a chunk is embedded and tokenised: its context with its words."""
    return f"{chunk.context}\n{chunk.text}"


# Building


def build(
    corpus: Corpus, folder: Path, encoder: Encoder, progress: Progress | None = None
) -> tuple[Index, Changes]:
    """Make the index of a corpus and put it in place; vectors of unchanged chunks are kept.

    Raises:
        IndexUnavailableError: the folder cannot be written.
    """
    readings = [read(document) for document in corpus.documents]
    chunks = [chunk for reading in readings for chunk in reading.chunks]
    before = _load_or_none(folder, encoder.fingerprint)
    vectors = _vectors(chunks, before, encoder, progress)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".build-", dir=folder))
        try:
            name = _write(work, corpus, readings, chunks, vectors, encoder.fingerprint)
            _swap(folder, work, name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        why = f"索引フォルダー {folder} に書けません({error.strerror})。"
        msg = why + "書き込みの許可と空きを確かめてください。"
        raise IndexUnavailableError(msg) from error
    return load(folder, encoder.fingerprint), changes(before.chunks if before else (), chunks)


def _vectors(
    chunks: Sequence[Chunk], before: Index | None, encoder: Encoder, progress: Progress | None
) -> np.ndarray:
    from assistant.search import dense

    known: dict[str, np.ndarray] = {}
    if before is not None:
        old = dense.vectors_of(before.dense)
        known = {indexed_text(c): v for c, v in zip(before.chunks, old, strict=True)}
    texts = [indexed_text(chunk) for chunk in chunks]
    fresh = list(dict.fromkeys(text for text in texts if text not in known))
    if fresh:
        known.update(zip(fresh, encoder.encode_passages(fresh, progress), strict=True))
    return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 1), np.float32)


def _write(
    work: Path,
    corpus: Corpus,
    readings: Sequence[Reading],
    chunks: Sequence[Chunk],
    vectors: np.ndarray,
    fingerprint: str,
) -> str:
    from assistant.search import dense, sparse

    lines = [json.dumps(asdict(chunk), ensure_ascii=False) for chunk in chunks]
    (work / CHUNKS).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    dense.save(dense.build(vectors), work)
    sparse.save(sparse.build([index_words(indexed_text(chunk)) for chunk in chunks]), work)
    manifest = {
        "format": FORMAT,
        "model": fingerprint,
        "sources": {
            r.document.source.id: {
                "file": r.document.source.file,
                "sha256": r.document.source.sha256,
                "chunks": len(r.chunks),
                "problems": len(r.parsed.problems),
            }
            for r in readings
        },
        "files": _hashes(work),
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (work / MANIFEST).write_text(written, encoding="utf-8")
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.name != MANIFEST)
    return {
        f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files
    }


def _swap(folder: Path, work: Path, name: str) -> None:
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    work.rename(target)
    pointer = folder / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    pointer.replace(folder / CURRENT)
    for other in folder.iterdir():
        stale = other.name != name and (other / MANIFEST).exists()
        if other.is_dir() and (stale or other.name.startswith(".build-")):
            shutil.rmtree(other, ignore_errors=True)


def changes(before: Sequence[Chunk], after: Sequence[Chunk]) -> Changes:
    """What differs between two lists of chunks, by document and clause."""
    old, new = _by_clause(before), _by_clause(after)
    return Changes(
        tuple(key for key in new if key not in old),
        tuple(key for key in new if key in old and new[key] != old[key]),
        tuple(key for key in old if key not in new),
    )


def _by_clause(chunks: Sequence[Chunk]) -> dict[str, str]:
    clauses: dict[str, str] = {}
    for chunk in chunks:
        key = " ".join((chunk.source_id, *labels(chunk.path)))
        clauses[key] = clauses.get(key, "") + chunk.text
    return clauses


# Loading


def load(folder: Path, fingerprint: str | None = None) -> Index:
    """Load the index in use, after checking every file of it.

    Raises:
        IndexUnavailableError: none there, damaged, or made with another model than `fingerprint`.
    """
    from assistant.search import dense, sparse

    home, manifest = _manifest(folder)
    if _hashes(home) != manifest["files"]:
        msg = f"索引 {home} が壊れています。{_REBUILD}"
        raise IndexUnavailableError(msg)
    if fingerprint is not None and manifest["model"] != fingerprint:
        msg = f"索引は別のモデル({manifest['model']})で作られています。{_REBUILD}"
        raise IndexUnavailableError(msg)
    chunks = tuple(_chunk(json.loads(line)) for line in _lines(home / CHUNKS))
    return Index(home.name, manifest["model"], chunks, dense.load(home), sparse.load(home))


def _manifest(folder: Path) -> tuple[Path, dict[str, Any]]:
    pointer = folder / CURRENT
    if not pointer.is_file():
        msg = f"索引が {folder} にありません。{_REBUILD}"
        raise IndexUnavailableError(msg)
    try:
        name = pointer.read_text(encoding="utf-8").strip()
        if not name or Path(name).name != name:
            raise ValueError(name)
        written = (folder / name / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(written)
        known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
        whole = known and {"model", "sources", "files"} <= set(manifest)
    except (OSError, ValueError, RecursionError) as error:
        msg = f"索引 {folder} を読めません。{_REBUILD}"
        raise IndexUnavailableError(msg) from error
    if not whole or hashlib.sha256(written.encode()).hexdigest()[:16] != name:
        msg = f"索引 {folder} が壊れているか、別の版のものです。{_REBUILD}"
        raise IndexUnavailableError(msg)
    return folder / name, manifest


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line]


def _chunk(values: dict[str, Any]) -> Chunk:
    path = tuple(Step(**step) for step in values["path"])
    return Chunk(**{**values, "path": path, "span": Span(**values["span"])})


def _load_or_none(folder: Path, fingerprint: str) -> Index | None:
    try:
        return load(folder, fingerprint)
    except IndexUnavailableError:
        return None


def differences(corpus: Corpus, folder: Path, fingerprint: str | None = None) -> list[str]:
    """Why the index does not fit the corpus, in sentences; empty where it does.

    Raises:
        IndexUnavailableError: there is no index, or it is damaged or of another model.
    """
    index = load(folder, fingerprint)
    _, manifest = _manifest(folder)
    found = []
    sources = {d.source.id: d for d in corpus.documents}
    for name, document in sources.items():
        known = manifest["sources"].get(name)
        if known is None:
            found.append(f"文書 {name} が索引にありません。")
        elif known["sha256"] != document.source.sha256:
            found.append(f"文書 {name} が索引を作った後で変わりました。")
    found += [
        f"文書 {name} は索引にありますが、もう置かれていません。"
        for name in manifest["sources"]
        if name not in sources
    ]
    if not found:
        fresh = [chunk for d in corpus.documents for chunk in read(d).chunks]
        if tuple(fresh) != index.chunks:
            found.append("索引の区切りが今のプログラムと合いません。")
    return found
