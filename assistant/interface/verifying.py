"""`verify`: the index against the corpus, and saved answers against the sources."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from assistant.documents.sources import read_corpus
from assistant.errors import UsageError
from assistant.records import Document
from assistant.search import store
from assistant.search.embeddings import bundled_fingerprint, load_encoder
from assistant.settings import BUNDLED_MODEL, load_settings

_SAVED = "`ask --json` の出力を保存したファイルを指定してください。"


def verify_index(corpus: Path, index: Path) -> int:
    """Compare hashes, spans, counts and model; print what differs; 1 where anything does."""
    settings = load_settings().model
    bundled = settings.name == BUNDLED_MODEL
    fingerprint = bundled_fingerprint(settings) if bundled else load_encoder(settings).fingerprint
    documents = read_corpus(corpus)
    differs = store.differences(documents, index, fingerprint)
    texts = {d.source.id: d.text for d in documents.documents}
    for chunk in store.load(index, fingerprint).chunks:
        text = texts.get(chunk.source_id, "")
        if chunk.span.cut(text) != chunk.text:
            differs.append(f"{chunk.id} の言葉が原文と違います。")
    return _tell(differs, f"索引は文書と一致しています({index})。")


def verify_answers(file: Path, corpus: Path) -> int:
    """Check every quote of the answers saved in a file (JSON or JSONL) against the sources."""
    answers = list(_answers(file))
    documents = {d.source.id: d for d in read_corpus(corpus).documents}
    differs: list[str] = []
    count = 0
    for answer in answers:
        for quote in [*_list(answer, "quotes"), *_list(answer, "related")]:
            count += 1
            wrong = _difference(quote, documents)
            if wrong:
                differs.append(wrong)
    return _tell(differs, f"引用 {count}件は原文と一字一句同じです。")


def _tell(differs: list[str], well: str) -> int:
    if not differs:
        sys.stdout.write(well + "\n")
        return 0
    sys.stdout.write("".join(f"{line}\n" for line in differs))
    sys.stderr.write(
        "keniki: 一致しません。"
        "`python -m assistant build` で作り直すか、答えを取り直してください。\n"
    )
    return 1


def _answers(file: Path) -> list[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file} を読めません。{_SAVED}"
        raise UsageError(msg) from error
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            values = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError) as error:
            msg = f"{file} は JSON ではありません。{_SAVED}"
            raise UsageError(msg) from error
    found = [answer for value in values for answer in _inside(value)]
    if not found or not all(_is_answer(answer) for answer in found):
        msg = f"{file} に答え(quotes のあるもの)がありません。{_SAVED}"
        raise UsageError(msg)
    return found


def _inside(value: Any) -> list[Any]:  # noqa: ANN401
    inner = value.get("answers", [value]) if isinstance(value, dict) else value
    return inner if isinstance(inner, list) else [inner]


def _is_answer(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, dict) and all(
        isinstance(value.get(key, [] if key == "related" else None), list)
        for key in ("quotes", "related")
    )


def _list(answer: dict[str, Any], key: str) -> list[Any]:
    value = answer.get(key)
    return value if isinstance(value, list) else []


def _difference(quote: Any, documents: dict[str, Document]) -> str | None:  # noqa: ANN401
    if not isinstance(quote, dict):
        return "引用の形をしていないものがあります。"
    name = quote.get("document")
    document = documents.get(name) if isinstance(name, str) else None
    if document is None:
        return f"文書 {name!r} がありません。"
    start, end, text = quote.get("start"), quote.get("end"), quote.get("text")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        return f"{name}: 位置 {start!r}–{end!r} が正しくありません。"
    if document.text[start:end] != text:
        return f"{name}: {start}–{end} の言葉が原文と違います。"
    if quote.get("sha256") != document.source.sha256:
        return f"{name}: 引用した後で文書が変わっています。"
    return None
