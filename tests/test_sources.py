"""corpus/ to Documents: what is read, what is guessed, what is left out, and not a byte changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import CORPUS, Command

from assistant.documents.chunks import read
from assistant.documents.sources import (
    LARGEST_FILE,
    guess_kind,
    guess_title,
    read_corpus,
    read_file,
)
from assistant.errors import CorpusError
from assistant.records import Document, labels

AGREEMENT = (
    "定住自立圏の形成に関する協定書\n\n第1条 甲は、医療を担う。\n\n第2条 乙は、これに協力する。\n"
)
PAGE = "ひばり市の広域連携\n\n本市は、周辺の町と連携して暮らしを支える取組を進めています。\n"


def put(folder: Path, **texts: str | bytes) -> Path:
    """Write files, named with `_` for the dot; newlines as they are."""
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def one(folder: Path) -> Document:
    """The only document of a folder."""
    (document,) = read_corpus(folder).documents
    return document


# The five


def test_the_five_sources_byte_for_byte(documents: dict[str, Document]):
    assert sorted(documents) == ["ichinoseki", "iwamizawa-bibai", "kitami", "kofu", "sapporo"]
    for document in documents.values():
        data = (CORPUS / document.source.file).read_bytes()
        assert document.text.encode("utf-8") == data
        assert document.source.sha256 == hashlib.sha256(data).hexdigest()
        assert document.source.url


def test_what_sources_toml_says_is_taken(documents: dict[str, Document]):
    source = documents["iwamizawa-bibai"].source
    assert source.title == "定住自立圏の形成に関する協定書（岩見沢市・美唄市）"
    assert source.kind == "agreement"
    assert source.municipality == "岩見沢市"
    assert source.members == ("岩見沢市", "美唄市")


def test_read_me_is_no_document_and_is_not_reported_as_one():
    corpus = read_corpus(CORPUS)
    assert all("README" not in d.source.file for d in corpus.documents)
    assert "sources.toml" not in corpus.skipped


# Files that nobody described


def test_an_undescribed_agreement_is_guessed(tmp_path: Path):
    source = one(put(tmp_path, gomi=AGREEMENT)).source
    assert (source.id, source.file) == ("gomi", "gomi.txt")
    assert source.title == "定住自立圏の形成に関する協定書"
    assert source.kind == "agreement"
    assert (source.url, source.municipality, source.members) == (None, "", ())


def test_an_undescribed_page_is_guessed(tmp_path: Path):
    source = one(put(tmp_path, hibari=PAGE)).source
    assert source.title == "ひばり市の広域連携"
    assert source.kind == "webpage"


def test_half_a_description_leaves_the_rest_to_be_guessed(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "gomi.txt"\nid = "x"\n', "utf-8")
    source = one(tmp_path).source
    assert (source.id, source.kind) == ("x", "agreement")
    assert source.title == "定住自立圏の形成に関する協定書"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n \u3000\n", id="blank"),
        pytest.param("x", id="one letter"),
        pytest.param("。\n" * 50, id="full stops"),
    ],
)
def test_a_text_that_says_nothing_goes_by_its_file_name(tmp_path: Path, text: str):
    document = one(put(tmp_path, memo=text))
    assert document.source.title == "memo"
    assert document.text == text
    assert all(chunk.text in text for chunk in read(document).chunks)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("第1条 あ\n第2条 い\n", "agreement", id="half-width"),
        pytest.param("第１条 あ\n第２条 い\n", "agreement", id="full-width"),
        pytest.param("第一条 あ\n第二条 い\n", "agreement", id="kanji"),
        pytest.param("\u3000第 1 条 あ\n\u3000第 2 条 い\n", "agreement", id="spaced"),
        pytest.param("第1条 あ\r\n第2条 い\r\n", "agreement", id="CRLF"),
        pytest.param("第1条の規定による。\n", "webpage", id="one mention"),
        pytest.param("令和6年の第1条と第2条\n", "webpage", id="inside a line"),
        pytest.param("", "webpage", id="empty"),
    ],
)
def test_guess_kind(text: str, kind: str):
    assert guess_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("連 携 協 約 書\n第1条 あ\n第2条 い\n", "連携協約書", id="letters spaced"),
        pytest.param(
            "青葉市\n若葉町\n形成協定書\n第1条 あ\n第2条 い\n", "形成協定書", id="after parties"
        ),
        pytest.param(
            "トップページ > 市政\n広域連携\n本文です。\n", "広域連携", id="after breadcrumbs"
        ),
        pytest.param("# 広域連携\n本文です。\n", "広域連携", id="Markdown"),
        pytest.param("■広域連携\n", "広域連携", id="square"),
        pytest.param("更新日：令和6年1月1日\n広域連携\n", "広域連携", id="after the date"),
        pytest.param("\r\n広域連携\r\n本文です。\r\n", "広域連携", id="CRLF"),
        pytest.param("Menu\n広域連携\n", "広域連携", id="after a menu"),
    ],
)
def test_guess_title(text: str, title: str):
    assert guess_title(text) == title


# Names and line ends


def test_a_file_name_with_markup_is_a_name_and_nothing_more(keniki: Command, tmp_path: Path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    name = "<img src=x onerror=alert(1)>&amp;'\"\n`.txt"
    (corpus / name).write_text("試験<bの協定書\n\n第1条 <script>\n\n第2条 あ。\n", "utf-8")
    document = one(corpus)
    assert document.source.file == name
    assert document.source.id == name.removesuffix(".txt")
    assert document.source.title == "試験<bの協定書"
    where = ("--corpus", corpus, "--index", tmp_path / "index")
    assert keniki("build", *where).code == 0
    result = keniki("lookup", "第1条", "--json", *where)
    assert result.code == 0
    assert "<script>" in result.out


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_marks_are_kept(tmp_path: Path, newline: str, start: str):
    text = start + AGREEMENT.replace("\n", newline)
    document = one(put(tmp_path, gomi=text))
    assert document.text == text
    assert document.source.sha256 == hashlib.sha256(text.encode()).hexdigest()
    for chunk in read(document).chunks:
        assert text[chunk.span.start : chunk.span.end] == chunk.text
        assert not set(chunk.text) & {"\ufeff", "\r"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_marks_do_not_hide_anything(
    tmp_path: Path, newline: str, start: str
):
    document = one(put(tmp_path, gomi=start + AGREEMENT.replace("\n", newline)))
    assert document.source.kind == "agreement"
    assert document.source.title == "定住自立圏の形成に関する協定書"
    found = {labels(chunk.path): chunk.text for chunk in read(document).chunks}
    assert found["第1条",] == "甲は、医療を担う。"
    assert found["第2条",] == "乙は、これに協力する。"


def test_a_byte_order_mark_before_the_first_article_does_not_hide_it(tmp_path: Path):
    document = one(put(tmp_path, gomi="\ufeff第1条 甲は、担う。\n第2条 乙は、協力する。\n"))
    assert document.source.kind == "agreement"
    assert ("第1条",) in {labels(chunk.path) for chunk in read(document).chunks}


def test_sources_toml_with_a_byte_order_mark_is_read(tmp_path: Path):
    # Windows editors write one, and a keeper cannot see it.
    put(tmp_path, gomi=AGREEMENT)
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nfile = "gomi.txt"\nid = "x"\n', encoding="utf-8-sig"
    )
    assert one(tmp_path).source.id == "x"


# What is left out, and what is refused


def test_other_files_are_left_out_and_named(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    (tmp_path / "gomi.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "memo.docx").write_bytes(b"PK")
    (tmp_path / ".hidden.txt").write_text("秘密", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "notes.txt").write_text("秘密", "utf-8")
    (tmp_path / "README.md").write_text("# この置き場について", "utf-8")
    corpus = read_corpus(tmp_path)
    assert [d.source.id for d in corpus.documents] == ["gomi"]
    assert {"gomi.pdf", "memo.docx"} <= set(corpus.skipped)
    assert not any("hidden" in name or "notes" in name for name in corpus.skipped)


def test_files_in_folders_and_in_capitals_are_read(tmp_path: Path):
    (tmp_path / "北海道").mkdir()
    (tmp_path / "北海道" / "a.txt").write_text(AGREEMENT, "utf-8")
    (tmp_path / "B.TXT").write_text(PAGE, "utf-8")
    (tmp_path / "c.md").write_text(f"# {PAGE}", "utf-8")
    assert [(d.source.id, d.source.file) for d in read_corpus(tmp_path).documents] == [
        ("B", "B.TXT"),
        ("c", "c.md"),
        ("北海道-a", "北海道/a.txt"),
    ]


def test_a_link_to_nothing_is_left_out(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert one(tmp_path).source.id == "gomi"


def test_two_files_with_one_id_are_refused(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT, page=PAGE)
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "page.txt"\nid = "gomi"\n', "utf-8")
    with pytest.raises(CorpusError, match="「gomi」が2つ"):
        read_corpus(tmp_path)


def test_two_files_that_differ_in_their_suffix_alone_are_refused(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    (tmp_path / "gomi.md").write_text(PAGE, "utf-8")
    with pytest.raises(CorpusError, match="「gomi」が2つ"):
        read_corpus(tmp_path)


def test_one_file_described_twice_is_refused(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    entry = '[[source]]\nfile = "gomi.txt"\nid = "{}"\n'
    (tmp_path / "sources.toml").write_text(entry.format("a") + entry.format("b"), "utf-8")
    with pytest.raises(CorpusError):
        read_corpus(tmp_path)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT, old=AGREEMENT.encode("shift_jis"))
    with pytest.raises(CorpusError, match=r"old\.txt は UTF-8"):
        read_corpus(tmp_path)


def test_a_file_that_is_too_large_is_named(tmp_path: Path):
    put(tmp_path, gomi=AGREEMENT)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(CorpusError, match=r"huge\.txt は大きすぎ"):
        read_corpus(tmp_path)


def test_one_file_is_read_like_the_corpus_reads_it(documents: dict[str, Document]):
    for document in documents.values():
        assert read_file(CORPUS / document.source.file) == document
