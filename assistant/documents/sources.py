"""corpus/ to Documents: what `sources.toml` says, and every text exactly as published."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import CorpusError
from assistant.records import Document, Source

DESCRIPTION = "sources.toml"
SUFFIXES = (".txt", ".md")
# A document of a municipality is well below this; a larger file is a mistake, not a document.
LARGEST_FILE = 20_000_000
_TEXT_KEYS = ("id", "file", "title", "kind", "municipality", "prefecture", "region", "url")
_ARTICLE_LINE = re.compile(
    r"^[ \u3000]*第[ \u3000]*[0-9０-９一二三四五六七八九十]+[ \u3000]*条", re.M
)
_NOT_A_TITLE = re.compile(r"[>＞›»|｜]|更新日|ここから|ページ番号|^[ -~]*$|^第|。$")
_AGREEMENT_TITLE = re.compile(r"(協\s*定|協\s*約|契\s*約|覚\s*書|規\s*約|要\s*綱|条\s*例)(\s*書)?$")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder in the order of their ids, and the files that were left out."""

    folder: Path
    documents: tuple[Document, ...]
    skipped: tuple[str, ...] = ()


def read_corpus(folder: Path) -> Corpus:
    """Read every text of `folder` with what `sources.toml` says of it.

    Raises:
        CorpusError: no folder, nothing in it, a file that is not UTF-8, a broken description.
    """
    if not _is_folder(folder):
        msg = f"文書フォルダー {folder} がありません。--corpus で正しい場所を指定してください。"
        raise CorpusError(msg)
    described = _descriptions(folder)
    files = sorted(f for f in folder.rglob("*") if f.is_file() and not _hidden(f, folder))
    texts = {f.relative_to(folder).as_posix(): f for f in files if f.suffix.lower() in SUFFIXES}
    texts = {name: f for name, f in texts.items() if not name.startswith("README")}
    for name in described:
        if name not in texts:
            msg = (
                f"{DESCRIPTION} にある {name} が {folder} にありません。"
                "ファイルを置くか、その項目を消してください。"
            )
            raise CorpusError(msg)
    if not texts:
        msg = (
            f"文書フォルダー {folder} に文書(.txt)がありません。"
            "文書を置いてからもう一度実行してください。"
        )
        raise CorpusError(msg)
    documents = [_document(f, name, described.get(name, {})) for name, f in texts.items()]
    _refuse_repeats(document.source.id for document in documents)
    others = (f.relative_to(folder).as_posix() for f in files)
    expected = {*texts, DESCRIPTION, "README.md"}
    skipped = tuple(name for name in others if name not in expected)
    return Corpus(folder, tuple(sorted(documents, key=lambda d: d.source.id)), skipped)


def read_file(file: Path) -> Document:
    """Read one source, with its description where a `sources.toml` stands beside it.

    Raises:
        CorpusError: the file is missing, is not UTF-8, or its description is broken.
    """
    if not _is_file(file):
        msg = f"ファイル {file} がありません。名前を確かめてください。"
        raise CorpusError(msg)
    described = _descriptions(file.parent)
    return _document(file, file.name, described.get(file.name, {}))


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a name too long for the file system
        return False


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _refuse_repeats(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            msg = f"文書の id「{name}」が2つあります。{DESCRIPTION} の id を別々にしてください。"
            raise CorpusError(msg)
        seen.add(name)


def _descriptions(folder: Path) -> dict[str, dict[str, Any]]:
    file = folder / DESCRIPTION
    if not file.exists():
        return {}
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("source", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file} を読めません({error})。TOML の書き方を確かめてください。"
        raise CorpusError(msg) from error
    if not isinstance(entries, list):
        msg = f"{file} の項目は [[source]] で始めてください。"
        raise CorpusError(msg)
    described: dict[str, dict[str, Any]] = {}
    for entry in entries:
        _check_entry(entry, file)
        if entry["file"] in described:
            msg = f"{file} に {entry['file']} の項目が2つあります。1つにしてください。"
            raise CorpusError(msg)
        described[entry["file"]] = entry
    return described


def _check_entry(entry: Any, file: Path) -> None:  # noqa: ANN401
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        msg = f"{file} の [[source]] に file がありません。ファイル名を書いてください。"
        raise CorpusError(msg)
    for key in _TEXT_KEYS:
        if key in entry and not isinstance(entry[key], str):
            msg = f"{file} の {entry['file']} の {key} は文字列で書いてください。"
            raise CorpusError(msg)
    members = entry.get("members", [])
    if not isinstance(members, list) or not all(isinstance(m, str) for m in members):
        msg = f"{file} の {entry['file']} の members は文字列の並びで書いてください。"
        raise CorpusError(msg)
    if entry.get("kind", "agreement") not in {"agreement", "webpage"}:
        msg = f"{file} の {entry['file']} の kind は agreement か webpage です。直してください。"
        raise CorpusError(msg)
    if not entry.get("url", "https://").startswith(("https://", "http://")):
        msg = f"{file} の {entry['file']} の url は https:// で始めてください。"
        raise CorpusError(msg)


def _document(file: Path, name: str, described: dict[str, Any]) -> Document:
    try:
        size = file.stat().st_size
        data = b"" if size > LARGEST_FILE else file.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"{file} は UTF-8 のテキストではありません。UTF-8 で保存し直してください。"
        raise CorpusError(msg) from error
    except OSError as error:
        msg = f"{file} を読めません({error.strerror})。読み取りの許可を確かめてください。"
        raise CorpusError(msg) from error
    if size > LARGEST_FILE:
        msg = f"{file} は大きすぎます({size:,}バイト)。文書ごとに分けてください。"
        raise CorpusError(msg)
    kind: Literal["agreement", "webpage"] = described.get("kind") or guess_kind(text)
    source = Source(
        id=described.get("id") or re.sub(r"\.[^.]*$", "", name).replace("/", "-"),
        file=name,
        title=described.get("title") or guess_title(text) or file.stem,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        municipality=described.get("municipality", ""),
        prefecture=described.get("prefecture", ""),
        region=described.get("region", ""),
        members=tuple(described.get("members", ())),
        url=described.get("url"),
    )
    return Document(source, text)


def guess_kind(text: str) -> Literal["agreement", "webpage"]:
    """An agreement has at least two lines that begin with an article number."""
    return "agreement" if len(_ARTICLE_LINE.findall(text.lstrip("\ufeff"))) > 1 else "webpage"


def guess_title(text: str) -> str:
    """The first line that reads like a title, without spaces; empty where there is none."""
    lines = [
        line.strip().lstrip("#◆■●○【").rstrip("】").strip()
        for line in text.lstrip("\ufeff").split("\n")
    ]
    lines = [line for line in lines if 1 < len(line) <= _LONGEST_TITLE]
    candidates = [line for line in lines if not _NOT_A_TITLE.search(line)]
    named = [line for line in candidates if _AGREEMENT_TITLE.search(line)]
    if guess_kind(text) == "agreement":
        candidates = named or candidates
    return re.sub(r"[ \u3000]+", "", candidates[0]) if candidates else ""
