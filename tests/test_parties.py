"""甲, 乙, 本市, 中心市 and every other defined name, and what each means."""

# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.chunks import Reading, read
from assistant.documents.citations import written_address
from assistant.documents.parties import headings_of, party_at, party_of
from assistant.documents.sources import read_file
from assistant.records import Document, Source, labels

TESTS = Path(__file__).resolve().parent
CORPUS, INVENTED = TESTS.parent / "corpus", TESTS / "documents"

NAMES = {
    "iwamizawa-bibai": {"甲": "岩見沢市", "乙": "美唄市"},
    "ichinoseki": {"中心市": "一関市", "当市": "一関市"},
    "aoba-wakaba": {"甲": "青葉市", "乙": "若葉町", "圏域": "定住自立圏"},
    "hoshino-muban": {"甲": "星野市", "乙": "月見町", "本圏域": "星野高原定住自立圏"},
    "kazahaya-pdf": {"甲": "風早市", "乙": "入江町"},
    "momiji-kanji": {"甲": "紅葉市", "乙": "楓町"},
    "natsume-wrap": {"中心市": "棗市", "連携市": "柚木市及び橘市", "当町": "榧町"},
    "sakuragawa-maru": {"甲": "桜川市", "乙": "藤沢村"},
    "web-aoba": {"本市": "青葉市"},
}


def reading(name: str) -> Reading:
    folder = CORPUS if (CORPUS / f"{name}.txt").exists() else INVENTED
    return read(read_file(folder / f"{name}.txt"))


def invented(text: str, kind: str = "agreement", municipality: str = "") -> Reading:
    return read(Document(Source("t", "t.txt", "題", kind, "", municipality), text))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_documents(name: str) -> None:
    meanings = reading(name).meanings
    assert {k: meanings.get(k) for k in NAMES[name]} == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_name_stands_where_it_is_said_to(name: str) -> None:
    found = reading(name)
    for binding in found.bindings:
        words = binding.span.cut(found.document.text)
        assert binding.name in words or binding.name == "中心市", binding


def test_roles_named_in_a_row_or_in_brackets_are_a_party_s() -> None:
    agreed = (
        "青葉市（以下「甲」という。）と若葉町（以下「乙」という。）は、次のとおり協定する。\n\n"
    )
    article = (
        "第1条　分野は、次のとおりとする。\n　(1) 医療\n　　休日の診療を行う。\n"
        "　　（甲）　医師を置く。\n　　（乙）　住民に知らせる。\n\n"
    )
    table = "別表1（第1条関係）\n項目\t区分\t内容\n移住\t取組の内容\t家を貸す。\n\t甲の役割\t家を直す。\n"
    found = invented(agreed + article + table)
    cells = {c.text: party_at(c.path, found.meanings, found.headings) for c in found.chunks}
    assert cells["医師を置く。"] == "青葉市"
    assert cells["住民に知らせる。"] == "若葉町"
    assert cells["家を直す。"] == "青葉市"
    assert cells["家を貸す。"] == ""


WAYS = [
    ("青葉市（以下「甲」という。）と若葉町（以下「乙」という。）は、協定する。", {"甲": "青葉市", "乙": "若葉町"}),
    ("青葉市(以下「甲」という。)と若葉町(以下「乙」という。)とは、協定する。", {"甲": "青葉市", "乙": "若葉町"}),
    ("青葉市を甲とし、若葉町を乙とし、次のとおり協定する。", {"甲": "青葉市", "乙": "若葉町"}),
    ("青葉市（以下『甲』という。）は、協定する。", {"甲": "青葉市"}),
    ("定住自立圏の形成に関し、青葉市（以下「甲」と\nいう。）は、協定する。", {"甲": "青葉市"}),
    ("青葉市（以下単に「市」という。）は、協定する。", {"市": "青葉市"}),
    ("柚木市及び橘市（以下「連携市」と総称する。）は、協定する。", {"連携市": "柚木市及び橘市"}),
    ("柚木市、橘市及び榧町（以下「関係市町」という。）は、協定する。", {"関係市町": "柚木市、橘市及び榧町"}),
]  # fmt: skip


@pytest.mark.parametrize(("preamble", "names"), WAYS)
def test_ways_of_defining(preamble: str, names: dict[str, str]) -> None:
    text = f"ある協定書\n\n{preamble}\n\n第1条 甲は、行う。\n\n第2条 乙は、行う。\n"
    meanings = invented(text).meanings
    assert {k: meanings.get(k) for k in names} == names


def test_the_first_meaning_holds() -> None:
    text = "ある協定書\n\n青葉市（以下「甲」という。）は、若葉町（以下「甲」という。）と協定する。\n\n第1条 甲は、行う。\n"
    assert invented(text).meanings["甲"] == "青葉市"


def test_a_page_speaks_of_its_own_municipality() -> None:
    text = "取組\n\n本市では、医療の取組を進めています。\n\n本町は、関係ありません。\n"
    page = invented(text, "webpage", "紅葉市")
    assert page.meanings["本市"] == "紅葉市"
    assert "本町" not in page.meanings


def test_an_agreement_has_no_own_municipality() -> None:
    text = "ある協定書\n\n第1条 本市は、行う。\n\n第2条 乙は、行う。\n"
    assert "本市" not in invented(text, municipality="紅葉市").meanings


def test_every_column_of_the_agreement_knows_its_municipality() -> None:
    found = reading("iwamizawa-bibai")
    expected = {"甲の役割": "岩見沢市", "乙の役割": "美唄市", "取組内容": ""}
    cells = [path for path in found.addresses.nodes if path[-1].kind == "cell"]
    assert len(cells) >= 72
    for path in cells:
        assert party_at(path, found.meanings) == expected[path[-1].label]


def test_a_signature_knows_its_municipality() -> None:
    found = reading("iwamizawa-bibai")
    signed = {
        labels(p): party_at(p, found.meanings)
        for p in found.addresses.nodes
        if p[0].kind == "signature"
    }
    assert signed["署名欄", "甲", "氏名"] == "岩見沢市"
    assert signed["署名欄", "乙", "住所"] == "美唄市"


@pytest.mark.parametrize(
    ("label", "party"),
    [
        ("甲の役割", "岩見沢市"), ("乙の役割分担", "美唄市"), ("乙の分担", "美唄市"), ("乙", "美唄市"), ("甲が行うこと", "岩見沢市"),
        ("甲の負担割合", "岩見沢市"), ("乙の負担額", "美唄市"), ("乙が担う役割", "美唄市"), ("甲の果たす役割", "岩見沢市"),
        ("中心市（甲）の役割", "岩見沢市"), ("乙（美唄市）の役割", "美唄市"), ("乙 の 役 割", "美唄市"), ("十日町市の役割", "十日町市"),
        ("甲及び乙の役割", ""), ("青葉市及び若葉町の役割", ""), ("関係市町の役割", ""), ("両市の役割", ""), ("費用の負担", ""),
        ("若葉町の役割", "若葉町"), ("取組内容", ""), ("役割", ""), ("丙の役割", ""), ("関係者の役割", ""),
    ],
)  # fmt: skip
def test_columns(label: str, party: str) -> None:
    assert party_of(label, {"甲": "岩見沢市", "乙": "美唄市"}) == party


def test_a_name_is_in_the_context_and_never_in_the_text() -> None:
    found = reading("iwamizawa-bibai")
    text = found.document.text
    for chunk in found.chunks:
        assert chunk.text == chunk.span.cut(text)
        if chunk.path[-1].label == "乙の役割":
            assert "美唄市" in chunk.context
            assert "美唄市" not in chunk.text


def test_citations_are_written_as_the_document_writes() -> None:
    found = reading("momiji-kanji")
    written = {labels(p): written_address(found, p) for p in found.addresses.nodes}
    assert written["第1章", "第3条", "第2項", "第1号"] == "第三条第二項第一号"
    assert written["第1章", "第3条の2"] == "第三条の二"
    assert written["別表1", "広域観光", "乙の役割"] == "別表第一 広域観光 乙の役割"
    assert written["附則", "第3項"] == "附則第三項"


def test_an_item_is_the_party_s_that_its_heading_names() -> None:
    found = reading("asagiri-tobira")
    headings = headings_of(found.document, found.parsed.root)
    parties = {labels(p): party_at(p, found.meanings, headings) for p in found.addresses.nodes}
    above = ("第2条", "第1項", "第1号", "ア", "(ア)")
    assert [parties[*above, letter] for letter in "abc"] == ["", "朝霧市", "扉町"]
    assert parties["第2条", "第1項", "第1号", "イ", "(ア)", "b"] == ""
    assert parties["第2条", "第1項", "第2号", "ア", "(ア)", "c"] == "扉町"
    assert parties["第3条", "第1項", "第1号", "甲の負担", "イ"] == "朝霧市"
    assert parties[above] == ""


def test_without_headings_an_item_is_no_one_s() -> None:
    found = reading("asagiri-tobira")
    items = [p for p in found.addresses.nodes if p[-1].kind == "subitem" and p[-2].kind != "cell"]
    assert {party_at(p, found.meanings) for p in items} == {""}


def test_columns_of_costs_are_the_parties() -> None:
    found = reading("mitsuhara-sakuradani")
    expected = {"甲の負担割合": "三津原市", "乙の負担割合": "桜谷町", "備考": ""}
    cells = [p for p in found.addresses.nodes if p[-1].kind == "cell"]
    assert cells
    assert all(party_at(p, found.meanings) == expected[p[-1].label] for p in cells)
