"""The command line: what each command prints, and one clear sentence for everything bad."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CORPUS, ROOT, Command, Result

from assistant.documents.sources import read_corpus
from assistant.search import store

QUESTION = "協定を廃止するにはどうすればいいですか"
TINY = "試験町ごみ収集協定書\n\n第1条 甲は、ごみを集める。\n\n第2条 乙は、費用を負担する。\n"


class OtherEncoder:
    """Another model: eight numbers from a hash, and a fingerprint of its own."""

    fingerprint = "other-model@0123456789abcdef"

    def encode_query(self, text: str) -> np.ndarray:
        """A unit vector that depends on nothing but the text."""
        values = np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], np.uint8)
        vector = values.astype(np.float32) + 1
        return vector / np.linalg.norm(vector)

    def encode_passages(self, texts: Sequence[str], progress: Any = None) -> np.ndarray:
        """One vector a text."""
        return np.stack([self.encode_query(text) for text in texts])


def refused(result: Result, code: int | None = None) -> str:
    """Hold a result to the form of a refusal, and return its sentence."""
    assert result.code in ((1, 2) if code is None else (code,))
    assert "Traceback" not in result.err
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err[:500]
    assert lines[0].startswith("keniki: ")
    assert len(lines[0]) < 500
    return lines[0]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of corpus/ that a test may spoil."""
    return Path(shutil.copytree(CORPUS, tmp_path / "corpus"))


@pytest.fixture
def index(index_dir: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may spoil."""
    return Path(shutil.copytree(index_dir, tmp_path / "index"))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A corpus of one short agreement."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "gomi.txt").write_text(TINY, encoding="utf-8")
    return folder


def in_use(index: Path) -> Path:
    """The folder that CURRENT names."""
    return index / (index / "CURRENT").read_text(encoding="utf-8").strip()


# What the commands print


def test_ask_prints_message_quote_and_citation(keniki: Command, index_dir: Path):
    code, out, err = keniki("ask", QUESTION, "--index", index_dir)
    assert (code, err) == (0, "")
    assert "「甲又は乙は、この協定を廃止しようとするときは、予め議会の議決を経たうえで" in out
    assert "定住自立圏の形成に関する協定書（岩見沢市・美唄市） 第6条" in out


@pytest.mark.parametrize("command", ["ask", "lookup"])
def test_json_is_all_that_stands_on_standard_output(keniki: Command, index_dir: Path, command: str):
    code, out, err = keniki(command, "第6条第3項", "--json", "--index", index_dir)
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert json.loads(out)["outcome"] == "answered"


def test_a_refusal_to_answer_is_done(keniki: Command, index_dir: Path):
    assert keniki("ask", "函館市の定住自立圏は？", "--index", index_dir).code == 0
    assert keniki("lookup", "第8条", "--index", index_dir).code == 0


def test_outline_prints_every_part(keniki: Command):
    code, out, err = keniki("outline", CORPUS / "iwamizawa-bibai.txt")
    assert (code, err) == (0, "")
    for label in ("前文", "第1条", "第3項", "別表3", "乙の役割", "締結日", "署名欄"):
        assert label in out


def test_build_reports_what_changed_and_verify_agrees(keniki: Command, corpus: Path, index: Path):
    (corpus / "gomi.txt").write_text(TINY, encoding="utf-8")
    (corpus / "kofu.txt").unlink()
    toml = (corpus / "sources.toml").read_text(encoding="utf-8")
    kept = [part for part in toml.split("[[source]]") if 'id = "kofu"' not in part]
    (corpus / "sources.toml").write_text("[[source]]".join(kept), encoding="utf-8")

    where = ("--corpus", corpus, "--index", index)
    refused(keniki("verify", *where), 1)
    code, out, err = keniki("build", *where)
    assert code == 0
    assert "文書 5件" in out
    assert "gomi 第1条" in out
    assert "変更 0件" in out
    assert "削除 0件" not in out
    assert "kofu" in out
    assert "Traceback" not in err
    assert keniki("verify", *where).code == 0
    assert "ごみを集める" in keniki("lookup", "gomi 第1条", *where).out

    # A second build finds nothing to do, and says so.
    again = keniki("build", *where)
    assert again.code == 0
    assert all(f"{word} 0件" in again.out for word in ("追加", "変更", "削除"))
    assert keniki("build", "--if-stale", *where).code == 0


def test_a_changed_clause_is_reported_as_changed(keniki: Command, corpus: Path, index: Path):
    file = corpus / "iwamizawa-bibai.txt"
    file.write_bytes(file.read_bytes().replace("2年を経過".encode(), "3年を経過".encode()))
    code, out, _ = keniki("build", "--corpus", corpus, "--index", index)
    assert code == 0
    assert "追加 0件" in out
    assert "変更 1件: iwamizawa-bibai 第6条 第3項" in out
    assert "削除 0件" in out


def test_verify_of_the_index_is_well(keniki: Command, index_dir: Path):
    code, out, err = keniki("verify", "--index", index_dir)
    assert (code, err) == (0, "")
    assert out.strip()


# Questions that are none


@pytest.mark.parametrize("command", ["ask", "lookup"])
@pytest.mark.parametrize(
    "said",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("\u3000\n\t\u00a0", id="other blanks"),
        pytest.param("\x00\x01\x07\x1b\x7f\x9f", id="control characters only"),
        pytest.param("\u200b\u200e\ufeff\u2060", id="invisible characters only"),
        pytest.param("？！。、…", id="punctuation only"),
        pytest.param("あ" * 100_000, id="100,000 characters"),
        pytest.param("第6条 " * 20_000, id="100,000 characters of addresses"),
    ],
)
def test_a_question_that_is_none(keniki: Command, index_dir: Path, command: str, said: str):
    for options in ([], ["--json"]):
        result = keniki(command, said, *options, "--index", index_dir)
        refused(result, 2)
        assert result.out == ""


@pytest.mark.parametrize("command", ["ask", "lookup"])
def test_control_characters_among_words_are_left_out(
    keniki: Command, index_dir: Path, command: str
):
    said = "第6\x07条第\x1b3\x00項\u200b"
    answer = json.loads(keniki(command, said, "--json", "--index", index_dir).out)
    assert answer["question"] == "第6条第3項"
    assert answer["quotes"][0]["path"] == ["第6条", "第3項"]


@pytest.mark.parametrize("command", ["ask", "lookup"])
def test_a_question_that_is_not_unicode(keniki: Command, index_dir: Path, command: str):
    # What Python makes of an argument in EUC or Shift_JIS: lone surrogates.
    said = "協定の廃止".encode("euc-jp").decode("utf-8", "surrogateescape")
    result = keniki(command, said, "--json", "--index", index_dir)
    if result.code:
        refused(result, 2)
    else:
        json.loads(result.out.encode("utf-8"))


# Wrong usage


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["nosuch"], id="unknown command"),
        pytest.param(["ask", QUESTION, "--nosuch"], id="unknown option"),
        pytest.param(["ask"], id="no question"),
        pytest.param(["lookup"], id="no reference"),
        pytest.param(["ask", QUESTION, "--batch", "x.jsonl"], id="question and batch"),
        pytest.param(["outline"], id="no file"),
        pytest.param(["serve", "--port", "many"], id="port not a number"),
    ],
)
def test_wrong_usage(keniki: Command, arguments: list[str]):
    result = keniki(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.splitlines()[-1].startswith("keniki")
    assert "Traceback" not in result.err


def test_help_is_done(keniki: Command):
    result = keniki("--help")
    assert result.code == 0
    for command in ("build", "ask", "lookup", "outline", "verify", "eval", "serve"):
        assert command in result.out


# A corpus that is none


def _gone(corpus: Path) -> None:
    shutil.rmtree(corpus)


def _emptied(corpus: Path) -> None:
    shutil.rmtree(corpus)
    corpus.mkdir()


def _only_a_picture(corpus: Path) -> None:
    _emptied(corpus)
    (corpus / "photo.png").write_bytes(b"\x89PNG")


def _a_file(corpus: Path) -> None:
    shutil.rmtree(corpus)
    corpus.write_text("corpus", encoding="utf-8")


def _shift_jis(corpus: Path) -> None:
    (corpus / "new.txt").write_bytes("協定書\n第1条 甲は…".encode("shift_jis"))


def _utf_16(corpus: Path) -> None:
    (corpus / "new.txt").write_bytes("協定書\n第1条 甲は…".encode("utf-16"))


def _half_a_character(corpus: Path) -> None:
    file = corpus / "kofu.txt"
    file.write_bytes(file.read_bytes().rstrip()[:-1])


def _toml(text: str) -> Callable[[Path], None]:
    def spoil(corpus: Path) -> None:
        (corpus / "sources.toml").write_text(text, encoding="utf-8")

    return spoil


def _toml_of_bytes(corpus: Path) -> None:
    (corpus / "sources.toml").write_bytes("# 協定\n".encode("shift_jis"))


SPOILT = [
    pytest.param(_gone, id="missing"),
    pytest.param(_emptied, id="empty"),
    pytest.param(_only_a_picture, id="no text in it"),
    pytest.param(_a_file, id="a file"),
    pytest.param(_shift_jis, id="Shift_JIS"),
    pytest.param(_utf_16, id="UTF-16"),
    pytest.param(_half_a_character, id="cut inside a character"),
    pytest.param(_toml("[[source]\nid ="), id="sources.toml not TOML"),
    pytest.param(_toml_of_bytes, id="sources.toml not UTF-8"),
    pytest.param(_toml("source = 3\n"), id="source not a list"),
    pytest.param(_toml("source = [3]\n"), id="source not a table"),
    pytest.param(_toml("[source]\nfile = 'kofu.txt'\n"), id="source one table"),
    pytest.param(_toml("[[source]]\nid = 'x'\n"), id="no file named"),
    pytest.param(_toml("[[source]]\nfile = 'gone.txt'\n"), id="file gone"),
    pytest.param(_toml("[[source]]\nfile = '../kofu.txt'\n"), id="file outside"),
    pytest.param(_toml("[[source]]\nfile = 'kofu.txt'\ntitle = 5\n"), id="title a number"),
    pytest.param(_toml("[[source]]\nfile = 'kofu.txt'\nkind = 'poem'\n"), id="unknown kind"),
    pytest.param(_toml("[[source]]\nfile = 'kofu.txt'\nmembers = 'x'\n"), id="members text"),
    pytest.param(
        _toml("[[source]]\nfile = 'kofu.txt'\nurl = 'javascript:alert(1)'\n"), id="url a script"
    ),
    pytest.param(_toml("[[source]]\nfile = 'kofu.txt'\nid = 'kitami'\n"), id="one id twice"),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_corpus(
    keniki: Command, corpus: Path, index_dir: Path, tmp_path: Path, spoil: Callable[[Path], None]
):
    spoil(corpus)
    where = ("--corpus", corpus, "--index", index_dir)
    for command in (["ask", QUESTION], ["lookup", "第1条", "--json"], ["verify"]):
        result = keniki(*command, *where)
        refused(result, 1)
        assert result.out == ""
    refused(keniki("build", "--corpus", corpus, "--index", tmp_path / "new"), 1)
    assert not (tmp_path / "new").exists()


# An index that is none


def _no_index(index: Path) -> None:
    shutil.rmtree(index)


def _empty_index(index: Path) -> None:
    shutil.rmtree(index)
    index.mkdir()


def _cut_short(name: str) -> Callable[[Path], None]:
    def spoil(index: Path) -> None:
        file = in_use(index) / name
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return spoil


def _without(name: str) -> Callable[[Path], None]:
    def spoil(index: Path) -> None:
        (in_use(index) / name).unlink()

    return spoil


def _one_byte(index: Path) -> None:
    file = in_use(index) / "dense.faiss"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


def _pointing(name: str) -> Callable[[Path], None]:
    def spoil(index: Path) -> None:
        (index / "CURRENT").write_text(name, encoding="utf-8")

    return spoil


def _pointing_outside(index: Path) -> None:
    # A whole and sound index, but not in the folder that was named.
    home = in_use(index)
    shutil.copytree(home, index.parent / home.name)
    (index / "CURRENT").write_text(f"../{home.name}\n", encoding="utf-8")


def _binary_pointer(index: Path) -> None:
    (index / "CURRENT").write_bytes(b"\xff\xfe\x00")


def _manifest(text: str) -> Callable[[Path], None]:
    def spoil(index: Path) -> None:
        (in_use(index) / "manifest.json").write_text(text, encoding="utf-8")

    return spoil


def _other_manifest(text: str) -> Callable[[Path], None]:
    """A manifest whose hash is right and whose contents are not."""

    def spoil(index: Path) -> None:
        home = in_use(index)
        (home / "manifest.json").write_text(text, encoding="utf-8")
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        home.rename(index / name)
        (index / "CURRENT").write_text(name + "\n", encoding="utf-8")

    return spoil


_WHOLE = '{"format": 1, "model": %s, "sources": %s, "files": {}}'
UNSOUND = [
    pytest.param(_no_index, id="missing"),
    pytest.param(_empty_index, id="empty"),
    pytest.param(_cut_short("chunks.jsonl"), id="chunks truncated"),
    pytest.param(_cut_short("dense.faiss"), id="vectors truncated"),
    pytest.param(_cut_short("manifest.json"), id="manifest truncated"),
    pytest.param(_cut_short("sparse/vocab.index.json"), id="words truncated"),
    pytest.param(_without("chunks.jsonl"), id="chunks gone"),
    pytest.param(_without("dense.faiss"), id="vectors gone"),
    pytest.param(_without("manifest.json"), id="manifest gone"),
    pytest.param(_one_byte, id="one bit flipped"),
    pytest.param(_pointing(""), id="CURRENT empty"),
    pytest.param(_pointing("."), id="CURRENT is here"),
    pytest.param(_pointing("nowhere\n"), id="CURRENT to nowhere"),
    pytest.param(_pointing("/etc"), id="CURRENT absolute"),
    pytest.param(_pointing("x" * 5000), id="CURRENT too long"),
    pytest.param(_pointing("a\0b"), id="CURRENT with a NUL"),
    pytest.param(_pointing_outside, id="CURRENT outside"),
    pytest.param(_binary_pointer, id="CURRENT not text"),
    pytest.param(_manifest("{}"), id="manifest empty"),
    pytest.param(_manifest("[" * 100_000), id="manifest nested"),
    pytest.param(_other_manifest("[]"), id="manifest a list"),
    pytest.param(_other_manifest('{"format": 99}'), id="format of another version"),
    pytest.param(_other_manifest(_WHOLE % ('"x"', "{}")), id="manifest without files"),
    pytest.param(_other_manifest(_WHOLE % ("[]", "3")), id="manifest of other types"),
]


@pytest.mark.parametrize("spoil", UNSOUND)
def test_an_unsound_index(keniki: Command, index: Path, spoil: Callable[[Path], None]):
    spoil(index)
    for command in (["ask", QUESTION], ["lookup", "第1条", "--json"], ["verify"]):
        result = keniki(*command, "--index", index)
        sentence = refused(result, 1)
        assert "build" in sentence
        assert result.out == ""


def test_an_unsound_index_is_built_anew(keniki: Command, tiny: Path, tmp_path: Path):
    where = ("--corpus", tiny, "--index", tmp_path / "index")
    assert keniki("build", *where).code == 0
    _cut_short("chunks.jsonl")(tmp_path / "index")
    refused(keniki("lookup", "第1条", *where), 1)
    assert keniki("build", "--if-stale", *where).code == 0
    assert keniki("lookup", "第1条", *where).code == 0


def _changed(corpus: Path) -> None:
    file = corpus / "kofu.txt"
    file.write_bytes(file.read_bytes() + "追記。\n".encode())


def _added(corpus: Path) -> None:
    (corpus / "gomi.txt").write_text(TINY, encoding="utf-8")


def _taken_away(corpus: Path) -> None:
    (corpus / "kofu.txt").unlink()
    (corpus / "sources.toml").unlink()


@pytest.mark.parametrize("change", [_changed, _added, _taken_away])
def test_a_stale_index(
    keniki: Command, corpus: Path, index_dir: Path, change: Callable[[Path], None]
):
    change(corpus)
    where = ("--corpus", corpus, "--index", index_dir)
    assert "build" in refused(keniki("ask", QUESTION, *where), 1)
    refused(keniki("verify", *where), 1)


def test_an_index_of_another_model(keniki: Command, tiny: Path, tmp_path: Path):
    where = ("--corpus", tiny, "--index", tmp_path / "index")
    store.build(read_corpus(tiny), tmp_path / "index", OtherEncoder())
    for command in (["ask", QUESTION], ["lookup", "第1条"], ["verify"]):
        assert "other-model" in refused(keniki(*command, *where), 1)
    assert keniki("build", "--if-stale", *where).code == 0
    assert keniki("lookup", "第1条", *where).code == 0


def test_a_model_that_is_not_there(
    keniki: Command, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    config = tmp_path / "keniki.toml"
    config.write_text(f'[model]\nname = "{tmp_path / "nomodel"}"\n', encoding="utf-8")
    monkeypatch.setenv("KENIKI_CONFIG", str(config))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "keniki.toml" in refused(keniki("ask", QUESTION, "--index", index_dir), 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[model", id="not TOML"),
        pytest.param("[modle]\nname = 'x'", id="unknown table"),
        pytest.param("[model]\nnmae = 'x'", id="unknown setting"),
        pytest.param("[model]\nname = 3", id="not text"),
        pytest.param("model = 3", id="not a table"),
    ],
)
def test_broken_settings(
    keniki: Command, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    config = tmp_path / "keniki.toml"
    config.write_text(text, encoding="utf-8")
    monkeypatch.setenv("KENIKI_CONFIG", str(config))
    refused(keniki("ask", QUESTION, "--index", index_dir))


# Batches


@pytest.mark.parametrize("command", ["ask", "lookup"])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("これは質問です", id="not JSON"),
        pytest.param("{'id': 1}", id="Python, not JSON"),
        pytest.param('["id"]', id="a list"),
        pytest.param('{"question": "x", "reference": "x"}', id="no id"),
        pytest.param('{"id": "x"}', id="neither question nor reference"),
        pytest.param('{"id": "x", "question": 5, "reference": 5}', id="a number"),
        pytest.param('{"id": "x", "question": "  ", "reference": "  "}', id="blank"),
        pytest.param("[" * 100_000, id="nested"),
        pytest.param(
            json.dumps({"id": "x", "question": "あ" * 100_000, "reference": "あ" * 100_000}),
            id="100,000 characters",
        ),
    ],
)
def test_a_bad_line_in_a_batch(
    keniki: Command, index_dir: Path, tmp_path: Path, command: str, line: str
):
    good = '{"id": 1, "question": "第6条第3項", "reference": "第6条第3項"}'
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f"{good}\n{line}\n{good}\n", encoding="utf-8")
    result = keniki(command, "--batch", batch, "--json", "--index", index_dir)
    assert "2行目" in refused(result, 2)
    assert all(json.loads(told)["id"] == 1 for told in result.out.splitlines())


@pytest.mark.parametrize("turns", ["5", '"x"', "[5]", '["第6条", ""]'])
def test_bad_turns_in_a_batch(keniki: Command, index_dir: Path, tmp_path: Path, turns: str):
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f'{{"id": 1, "turns": {turns}}}\n', encoding="utf-8")
    assert "1行目" in refused(keniki("ask", "--batch", batch, "--index", index_dir), 2)


@pytest.mark.parametrize("command", ["ask", "lookup"])
def test_a_batch_that_is_none(keniki: Command, index_dir: Path, tmp_path: Path, command: str):
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"id": "\xe9"}\n')
    for batch in (tmp_path / "gone.jsonl", tmp_path, latin):
        refused(keniki(command, "--batch", batch, "--index", index_dir), 2)


def test_an_empty_batch_writes_nothing(keniki: Command, index_dir: Path, tmp_path: Path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n\n", encoding="utf-8")
    assert keniki("ask", "--batch", batch, "--json", "--index", index_dir) == (0, "", "")


# Paths that cannot be read or written


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("gone.txt", id="missing"),
        pytest.param(".", id="a folder"),
        pytest.param("x" * 300, id="a name too long"),
        pytest.param("kofu.txt/below", id="below a file"),
        pytest.param("loop.txt", id="a link to itself"),
    ],
)
def test_unreadable_paths(keniki: Command, corpus: Path, index_dir: Path, path: str):
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    there = corpus / path
    refused(keniki("outline", there))
    refused(keniki("outline", there, "--json"))
    refused(keniki("verify", there))
    refused(keniki("eval", there, "--index", index_dir))
    if path != ".":
        refused(keniki("ask", QUESTION, "--corpus", there, "--index", index_dir), 1)
        refused(keniki("ask", QUESTION, "--index", there), 1)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("kofu.txt", id="a file"),
        pytest.param("kofu.txt/below", id="below a file"),
        pytest.param("x" * 300, id="a name too long"),
    ],
)
def test_an_index_that_cannot_be_written(keniki: Command, corpus: Path, tiny: Path, path: str):
    result = keniki("build", "--corpus", tiny, "--index", corpus / path)
    assert result.code == 1
    assert result.err.splitlines()[-1].startswith("keniki: ")
    assert "Traceback" not in result.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_permission(keniki: Command, corpus: Path, index_dir: Path):
    (corpus / "kofu.txt").chmod(0)
    refused(keniki("ask", QUESTION, "--corpus", corpus, "--index", index_dir), 1)
    refused(keniki("outline", corpus / "kofu.txt"), 1)


# Saved answers


@pytest.fixture(scope="session")
def saved(assistant: Any) -> dict[str, Any]:
    """An answer with quotes and related clauses, as `ask --json` writes it."""
    from assistant.interface.rendering import answer_json

    answer = json.loads(json.dumps(answer_json(assistant.ask(QUESTION))))
    assert answer["quotes"]
    assert answer["related"]
    return answer


def _save(folder: Path, *answers: Any) -> Path:
    file = folder / "answer.json"
    text = "\n".join(json.dumps(answer, ensure_ascii=False) for answer in answers)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def test_verify_accepts_what_was_saved(keniki: Command, tmp_path: Path, saved: dict[str, Any]):
    for answers in ([saved], [{"id": 1, **saved}, {"id": 2, "answers": [saved, saved]}]):
        code, out, err = keniki("verify", _save(tmp_path, *answers))
        assert (code, err) == (0, "")
        assert out.strip()


@pytest.mark.parametrize("part", ["quotes", "related"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda q: {"start": q["start"] + 1}, id="start moved"),
        pytest.param(lambda q: {"end": q["end"] - 1}, id="end moved"),
        pytest.param(lambda q: {"start": q["start"] + 1, "end": q["end"] + 1}, id="both moved"),
        pytest.param(lambda q: {"end": 10**9}, id="end beyond the file"),
        pytest.param(lambda q: {"start": -1}, id="start negative"),
        pytest.param(lambda q: {"start": "0"}, id="start not a number"),
        pytest.param(lambda q: {"start": None}, id="no start"),
        pytest.param(lambda q: {"text": q["text"].replace("は", "が", 1)}, id="a word changed"),
        pytest.param(lambda q: {"text": q["text"] + "\u200b"}, id="a character added unseen"),
        pytest.param(lambda q: {"text": None}, id="no text"),
        pytest.param(lambda q: {"sha256": "0" * 64}, id="hash changed"),
        pytest.param(lambda q: {"sha256": None}, id="no hash"),
        pytest.param(lambda q: {"document": "kofu"}, id="another document"),
        pytest.param(lambda q: {"document": "atlantis"}, id="a document that is not there"),
        pytest.param(lambda q: {"document": ["kofu"]}, id="document a list"),
    ],
)
def test_verify_finds_a_changed_quote(
    keniki: Command,
    tmp_path: Path,
    saved: dict[str, Any],
    part: str,
    change: Callable[[dict[str, Any]], dict[str, Any]],
):
    first, *rest = saved[part]
    file = _save(tmp_path, {**saved, part: [{**first, **change(first)}, *rest]})
    result = keniki("verify", file)
    refused(result, 1)
    assert result.out.strip()


def test_verify_finds_a_changed_source(
    keniki: Command, tmp_path: Path, saved: dict[str, Any], corpus: Path
):
    file = corpus / "iwamizawa-bibai.txt"
    file.write_bytes(file.read_bytes() + b"\n")
    refused(keniki("verify", _save(tmp_path, saved), "--corpus", corpus), 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("これは答えです", id="not JSON"),
        pytest.param("[]", id="no answers"),
        pytest.param("5", id="a number"),
        pytest.param("{}", id="an empty object"),
        pytest.param('{"quotes": "x"}', id="quotes not a list"),
        pytest.param('{"quotes": ["x"]}', id="quotes of text"),
        pytest.param('{"answers": 5}', id="answers a number"),
        pytest.param('{"id": 1}\n{"id": ', id="cut short"),
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_verify_of_what_is_no_answer(keniki: Command, tmp_path: Path, text: str):
    file = tmp_path / "answer.json"
    file.write_text(text, encoding="utf-8")
    refused(keniki("verify", file))


# Processes of their own: nothing but the sentence, from the first import to the last flush


def test_refusals_of_a_process(process: Callable[..., Any], index_dir: Path, tmp_path: Path):
    # With an address and a port of a hub that does not exist, a look-up would fail loudly.
    for arguments, code in (
        (["ask", ""], 2),
        (["ask", QUESTION, "--corpus", str(tmp_path / "none")], 1),
        (["ask", QUESTION, "--index", str(tmp_path / "none")], 1),
        (["outline", str(tmp_path / "none.txt")], 1),
        ([b"lookup", b"\xb6\xa8\xc4\xea\x01", b"--index", str(index_dir).encode()], 2),
    ):
        ran = process(*arguments)
        if ran.returncode or code == 1:
            refused(Result(ran.returncode, "", ran.stderr.decode("utf-8")), code)
            assert ran.stdout == b""


def test_json_of_a_process_whatever_its_terminal(process: Callable[..., Any], index_dir: Path):
    ran = process("lookup", "第6条第3項", "--json", "--index", index_dir, PYTHONIOENCODING="cp1252")
    assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")[-500:]
    assert json.loads(ran.stdout.decode("utf-8"))["outcome"] == "answered"


def test_outline_of_a_process_that_nobody_reads():
    import subprocess
    import sys

    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "outline", str(CORPUS / "iwamizawa-bibai.txt")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as reader:  # fmt: skip
        assert reader.stdout
        assert reader.stderr
        reader.stdout.close()
        assert reader.stderr.read() == b""
    assert reader.returncode == 0
