"""The laws of every tree, whatever the text: nothing lost, nothing twice, nothing out of place."""

# ruff: noqa: E501

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.documents.addresses import UNADDRESSED, Addresses, walk
from assistant.documents.crossrefs import located_references
from assistant.documents.parsing import parse
from assistant.documents.sources import guess_kind
from assistant.records import Document, Node, Parsed, Source, Span, labels

TESTS = Path(__file__).resolve().parent

FILES = sorted(
    f
    for folder in (TESTS.parent / "corpus", TESTS / "documents")
    for f in folder.glob("*.txt")
    if not f.stem.endswith(".expected")
)
TEXTS = {f.stem: f.read_text(encoding="utf-8") for f in FILES}
KINDS = ("agreement", "webpage")
# What the grammar knows, thrown together without sense.
SCRAPS = [
    *"第1２三条項号章編附則別表記（）()[]。、：:\n\n\n\t|　 -・■◆①②イロアア甲乙Q～#",
    *(
        "第1条",
        "第２条の２",
        "（目的）",
        "\n2 ",
        "\n(1) ",
        "\n一　",
        "\nイ　",
        "附則",
        "\n別表第1",
        "\n別表",
        "目次\n",
    ),
    *(
        "令和7年3月26日",
        "甲 市長",
        "取組内容",
        "\t甲の役割\t",
        "区分",
        "(取組の内容)",
        "前条第1項",
        "ただし、",
    ),
    *(
        "電話:0126-1-1",
        "お問い合わせ",
        "更新日：",
        "\nA. ",
        "\n- 1 -\n",
        "以下「甲」という。",
        "\r\n",
        "\x00",
        "\u2028",
    ),
]
COMMON = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def parsed(text: str, kind: str, title: str = "題") -> Parsed:
    return parse(Document(Source("t", "t.txt", title, kind, ""), text))


def leaves(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def check_laws(text: str, result: Parsed) -> None:
    """The partition law, the order of children, the place of their words, unique paths."""
    assert "".join(leaf.span.cut(text) for leaf in leaves(result.root)) == text
    assert result.root.span == Span(0, len(text))
    waiting = [result.root]
    while waiting:
        node = waiting.pop()
        at = node.span.start
        for child in node.children:
            assert child.span.start == at, f"gap or overlap before {child.step}"
            at = child.span.end
        assert at == node.span.end or not node.children
        for part in (node.body, node.marker, node.heading):
            assert part is None or part in node.span, f"{node.step}: {part} outside {node.span}"
        assert node.body == node.body.trim(text) or node.body.start == node.body.end
        waiting += node.children
    paths = [labels(p) for p, n in walk(result.root) if n.kind not in UNADDRESSED]
    assert len(paths) == len(set(paths))
    assert all(all(path) for path in paths), "a part without a label"
    assert all(p.span in result.root.span and p.message for p in result.problems)


def check_text(text: str) -> None:
    """The laws for a text read either way, and that its references can be resolved."""
    for kind in KINDS:
        result = parsed(text, kind)
        check_laws(text, result)
        addresses = Addresses(result.root)
        for at, reference, targets in located_references(text, result.root, addresses):
            assert at == () or at in addresses.nodes
            assert reference.span in result.root.span
            assert all(target in addresses.nodes for target in targets)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_laws_hold_for_the_documents(name: str, kind: str) -> None:
    check_laws(TEXTS[name], parsed(TEXTS[name], kind))


@pytest.mark.parametrize("name", TEXTS)
def test_laws_hold_with_other_line_ends(name: str) -> None:
    check_text(TEXTS[name].replace("\n", "\r\n"))
    check_text("\ufeff" + TEXTS[name])


@pytest.mark.parametrize("name", [n for n in TEXTS if guess_kind(TEXTS[n]) == "agreement"])
def test_line_ends_do_not_change_addresses(name: str) -> None:
    def addresses(text: str) -> list[tuple[str, ...]]:
        return [
            labels(p) for p, n in walk(parsed(text, "agreement").root) if n.kind not in UNADDRESSED
        ]

    assert addresses(TEXTS[name].replace("\n", "\r\n")) == addresses(TEXTS[name])


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_hides_between_spans(name: str) -> None:
    """What is in no body, heading or marker is separators, never a letter or a digit."""
    text, hidden = TEXTS[name], list(TEXTS[name])
    for node in leaves(parsed(text, guess_kind(text)).root):
        whole = node.kind in {"heading", "boilerplate"}
        for part in (node.span,) if whole else (node.body, node.marker, node.heading):
            if part is not None:
                hidden[part.start : part.end] = "\n" * (part.end - part.start)
    assert [words for words in "".join(hidden).split() if re.search(r"\w", words)] == []


@COMMON
@given(st.binary(max_size=2000))
def test_random_bytes(data: bytes) -> None:
    check_text(data.decode("utf-8", errors="replace"))


@COMMON
@given(st.lists(st.sampled_from(SCRAPS), max_size=120))
def test_scraps_of_the_grammar(scraps: list[str]) -> None:
    check_text("".join(scraps))


@COMMON
@given(st.text(max_size=300))
def test_any_characters(text: str) -> None:
    check_text(text)


@COMMON
@given(st.sampled_from(sorted(TEXTS)), st.floats(0, 1), st.floats(0, 1))
def test_truncations(name: str, start: float, end: float) -> None:
    text = TEXTS[name]
    check_text(text[int(start * len(text)) :][: int(end * len(text))])


@COMMON
@given(
    st.sampled_from(sorted(TEXTS)),
    st.integers(0, 2**32),
    st.sampled_from(["shuffle", "delete", "swap"]),
)
def test_lines_disturbed(name: str, seed: int, how: str) -> None:
    rng, lines = random.Random(seed), TEXTS[name].split("\n")
    if how == "shuffle":
        rng.shuffle(lines)
    elif how == "delete":
        lines = [line for line in lines if rng.random() < 0.7]
    else:
        at = rng.randrange(len(lines))
        lines = lines[at:] + lines[:at]
    check_text("\n".join(lines))


@COMMON
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_lines_of_all_documents_mixed(seed: int, count: int) -> None:
    rng = random.Random(seed)
    lines = [line for text in TEXTS.values() for line in text.split("\n")]
    check_text("\n".join(rng.choice(lines) for _ in range(count)))


HOSTILE = {
    "digits": "第" + "1" * 5000 + "条 甲は、第" + "２" * 5000 + "項による。\n別表" + "3" * 5000,
    "zeroes": "第0条 甲。\n第〇条 乙。\n0 丙。\n第000000000000000000000001条 丁。",
    "deep lists": "\n".join(" " * depth + "- 項目" for depth in range(1200)),
    "one heading again and again": "見出し\n\n" * 1500,
    "one chapter again and again": "第1章 総則\n" * 1500,
    "one table again and again": "別表1\n\n" * 1500,
    "one article again and again": "第1条 甲。\n" * 1500,
    "brackets": "（" * 20_000,
    "pipes": "|" * 20_000,
    "tabs": "\t" * 20_000,
    "one long line": "法" * 100_000,
    "blanks": "第1条の" + "　" * 50_000 + "x",
    "controls": "\x00\u2028\x85\x0b\x0c第1条\x85甲。\u2028第2条 乙。\x1c\n\x1d2 丙。",
    "old line ends": "第1条 甲。\r2 乙。\r第2条 丙。",
    "empty": "",
    "one character": "第",
    "white space": " \n　\n\t\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(name: str) -> None:
    check_text(HOSTILE[name])


def test_what_cannot_be_placed_is_text_with_a_problem() -> None:
    text = "ある市の協定\n\n第1条 甲は、乙に協力する。\n\n第4条 乙は、甲に協力する。\n"
    result = parsed(text, "agreement")
    assert [p.message for p in result.problems] == ["第4条の前の番号が続いていません"]
    assert {labels(p) for p, _ in walk(result.root)} == {("題名",), ("第1条",), ("第4条",)}


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    text = (
        "第1条 甲は、乙に協力する。\n"
        "第5条の規定により、甲は協議する。\n"
        "第2条第1項に定めるところによる。\n"
        "第2条 乙は、甲に協力する。\n"
    )
    root = parsed(text, "agreement").root
    assert [n.label for p, n in walk(root) if n.kind == "article"] == ["第1条", "第2条"]


# Small texts: what each defect that was once found should give

PREAMBLE = "青葉市と若葉町との協定書\n\n青葉市（以下「甲」という。）と若葉町（以下「乙」という。）は、協定する。\n\n"
ITEMS = "第1条 次のとおりとする。\n(1) 医療\n(2) 住民の移動の便\n"
SMALL = {
    "supplement below an item that ends in a noun": (
        ITEMS + "\n附則\n\nこの協定は、公布の日から施行する。\n",
        "第1条 第1条>第1号 第1条>第2号 附則",
    ),
    "date and signature below such an item": (
        ITEMS + "\n令和3年6月14日\n\n甲 青葉市中央1番地\n青葉市長 山野\n",
        "第1条 第1条>第1号 第1条>第2号 締結日 署名欄 署名欄>甲 署名欄>甲>住所 署名欄>甲>職名 署名欄>甲>氏名",
    ),
    "article that begins 関係市町": (
        "第1条 甲は、行う。\n\n第2条 関係市町は、通知する。\n\n第3条　中学校は、行う。\n",
        "第1条 第2条 第3条",
    ),
    "branch number before a kanji numeral": (
        "第一条 甲は、行う。\n\n第一条の二　三者の代表は、行う。\n\n第二条　一方は、行う。\n",
        "第1条 第1条の2 第2条",
    ),
    "table number before a kanji numeral": (
        "第一条 甲は、行う。\n\n別表第一　一般会計の負担\n\n1 医療\n救急\t取組内容\t置く。\n",
        "第1条 別表1 別表1>医療 別表1>医療>救急 別表1>医療>救急>取組内容",
    ),
    "caption with brackets inside": (
        "第1条（会議（推進会議を含む。）） 甲は、定める。\n\n第2条 乙は、行う。\n",
        "第1条 第2条",
    ),
    "unnumbered paragraphs above a table of two themes": (
        "第1条 甲は、行う。\n　乙は、行う。\n\n別表1\n\n1 医療\n救急\t取組内容\t置く。\n2 福祉\n相談\t取組内容\t行う。\n",
        "第1条 第1条>第1項 第1条>第2項 別表1 別表1>医療 別表1>医療>救急 別表1>医療>救急>取組内容"
        " 別表1>福祉 別表1>福祉>相談 別表1>福祉>相談>取組内容",
    ),
    "a repeated item number": (
        "第1条 次のとおりとする。\n(1) 甲の議決\n(2) 乙の議決\n(2) 丙の議決\n",
        "第1条 第1条>第1号 第1条>第2号 第1条>第2号〔2〕",
    ),
    "a cell whose label stands above it": (
        "第1条 別表による。\n\n別表\n\n1 医療\n(1) 救急\n（甲の役割）\n図書館の利用\n（乙の役割）\n行う。\n",
        "第1条 別表 別表>医療 別表>医療>救急 別表>医療>救急>甲の役割 別表>医療>救急>乙の役割",
    ),
    "articles struck out": (
        "第1条 甲は、行う。\n\n第2条から第4条まで 削除\n\n第5条 乙は、行う。\n",
        None,
    ),
    "caption in square brackets": (
        "［目的］\n第1条 甲は、行う。\n\n［協議］\n第2条 乙は、行う。\n",
        "第1条 第2条",
    ),
    "items a, b below 1, 2": (
        "第1条 次のとおりとする。\n1) 医療\n2) 福祉\na) 子\nb) 孫\n",
        "第1条 第1条>第1号 第1条>第2号 第1条>第2号>a 第1条>第2号>b",
    ),
    "sub-items of a list in HTML": (
        "第1条 次のとおりとする。\n- (1) 医療\n- (2) 福祉\n  - ア 高齢\n  - イ 障がい\n",
        "第1条 第1条>第1号 第1条>第2号 第1条>第2号>ア 第1条>第2号>イ",
    ),
    "an address above its party": (
        "第1条 甲は、行う。\n\n令和3年6月14日\n\n桑原市桑町一番地\n甲　桑原市長　桑原　蚕\n\n檜山市檜十番地\n乙　檜山市長　檜山　直\n",
        "第1条 締結日 署名欄 署名欄>甲 署名欄>甲>住所 署名欄>甲>職名 署名欄>甲>氏名"
        " 署名欄>乙 署名欄>乙>住所 署名欄>乙>職名 署名欄>乙>氏名",
    ),
    "a party in brackets": (
        "第1条 甲は、行う。\n\n令和3年6月14日\n\n（甲）星野市天文台通１００番地\n星野市長　星　一夫\n",
        "第1条 締結日 署名欄 署名欄>甲 署名欄>甲>住所 署名欄>甲>職名 署名欄>甲>氏名",
    ),
    "a repeated sentence beside a page number": (
        "第1条 甲は、報告する。\n2 第1項の規定による。\n\n第2条 乙は、報告する。\n2 第1項の規定による。\n- 1 -\n3 丙は、行う。\n",
        "第1条 第1条>第1項 第1条>第2項 第2条 第2条>第1項 第2条>第2項 第2条>第3項",
    ),
}

# Items nested by the order in which their marks appear: (1) › ア › (ア) › a and other orders.
NESTED = {
    "indented, headings above their words": (
        "　（１）　生活機能の強化\n　　ア　医療\n　　（ア）　救急医療\n　　　ａ　取組の内容\n　　　　行う。\n　　　　また、行う。\n"
        "　　　ｂ　甲の役割\n　　　　行う。\n　　（イ）　産科医療\n　　　ａ　取組の内容\n　　　　行う。\n　　イ　福祉\n　（２）　その他\n",
        "第1号[生活機能の強化] 第1号>ア[医療] 第1号>ア>(ア)[救急医療] 第1号>ア>(ア)>a[取組の内容] 第1号>ア>(ア)>b[甲の役割]"
        " 第1号>ア>(イ)[産科医療] 第1号>ア>(イ)>a[取組の内容] 第1号>イ 第2号",
    ),
    "no indentation, half width": (
        "(1) 医療\n(ｱ) 救急医療\na 取組の内容\n行う。\nb 甲の役割\n行う。\nまた、行う。\n(ｲ) 子育て\na. 取組の内容 行う。\n(2) 福祉\n",
        "第1号[医療] 第1号>(ア)[救急医療] 第1号>(ア)>a[取組の内容] 第1号>(ア)>b[甲の役割] 第1号>(イ)[子育て] 第1号>(イ)>a[取組の内容] 第2号",
    ),
    "kanji, iroha and small roman numerals": (
        "　一　医療\n　　イ　救急\n　　　（１）　夜間\n　　　　（ⅰ）　取組の内容\n　　　　　行う。\n　　　　（ⅱ）　甲の役割\n　　　　　行う。\n　　ロ　福祉\n　二　教育\n",
        "第1号[医療] 第1号>イ[救急] 第1号>イ>(1)[夜間] 第1号>イ>(1)>(i)[取組の内容] 第1号>イ>(1)>(ii)[甲の役割] 第1号>ロ 第2号",
    ),
    "numbers above brackets, circles above kana": (
        "　１　強化\n　（１）　医療\n　　①　救急\n　　　ア　取組の内容\n　　　　行う。\n　　　イ　甲の役割\n　　　　行う。\n　　②　産科\n　（２）　福祉\n　２　教育\n",
        "第1号[強化] 第1号>(1)[医療] 第1号>(1)>①[救急] 第1号>(1)>①>ア[取組の内容] 第1号>(1)>①>イ[甲の役割] 第1号>(1)>② 第1号>(2) 第2号",
    ),
    "the same kind of mark again, farther in": (
        "　(1)　医療\n　　ア　救急\n　　　(1)　夜間\n　　　(2)　休日\n　　イ　産科\n　(2)　福祉\n",
        "第1号[医療] 第1号>ア[救急] 第1号>ア>(1) 第1号>ア>(2) 第1号>イ 第2号",
    ),
    "roles in brackets, with a list": (
        "　ア　医療\n　　（取組の内容）\n　　　行う。\n　　【甲の役割】\n　　　①　行うこと。\n　　　②　行うこと。\n　　乙の役割：行う。\n　イ　福祉\n",
        "ア[医療] ア>取組の内容 ア>甲の役割 ア>甲の役割>① ア>甲の役割>② ア>乙の役割 イ",
    ),
    "roles with a blank or alone on a line": (
        "(1) まちづくり\n取組の内容　行う。\n甲の役割　行う。\n(2) 医療\n・取組の内容\n行う。\n・甲の役割\n行う。\n",
        "第1号[まちづくり] 第1号>取組の内容 第1号>甲の役割 第2号[医療] 第2号>取組の内容 第2号>甲の役割",
    ),
    "a list of such words": ("(1) 取組の内容\n(2) 甲の役割\n(3) 乙の役割\n", "第1号 第2号 第3号"),
    "a stem is no heading": (
        "(1) 次に掲げる団体\nア 商工会\nイ 農協\n(2) 甲が設置する次の施設\nア 病院\n",
        "第1号 第1号>ア 第1号>イ 第2号 第2号>ア",
    ),
    "an item that the edge of the page broke": (
        "　（１）　休日及び夜間における救急医療体制並びに小児医療体制\n　　の維持に関すること。\n　（２）　福祉\n",
        "第1号 第2号",
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_nested_items(name: str) -> None:
    words, expected = NESTED[name]
    text = PREAMBLE + "第1条 取組は、次のとおりとする。\n" + words + "\n第2条 甲は、行う。\n"
    result = parsed(text, "agreement")
    check_laws(text, result)
    found = [
        ">".join(labels(p)[1:]) + (f"[{n.heading.cut(text)}]" if n.heading else "")
        for p, n in walk(result.root)
        if p[0].label == "第1条" and len(p) > 1 and n.kind not in UNADDRESSED
    ]
    assert found == expected.split(" ")
    assert not result.problems


def test_paragraphs_go_on_below_nested_items() -> None:
    text = (
        PREAMBLE
        + "第1条 次のとおりとする。\n　(1)　医療\n　　ａ　甲の役割\n　　　行う。\n\n　　　なお、行う。\n"
        + "2 前項のとおりとする。\n　1　医療\n　2　福祉\n3 行う。\n"
    )
    found = [">".join(labels(p)[1:]) for p, n in walk(parsed(text, "agreement").root)]
    expected = "第1項 第1項>第1号 第1項>第1号>a 第2項 第2項>第1号 第2項>第2号 第3項"
    assert " ".join(p for p in found if p and "本文" not in p and "見出し" not in p) == expected


def test_paragraphs_of_a_supplement_have_captions_of_their_own() -> None:
    text = PREAMBLE + (
        "第1条 甲は、行う。\n\n附則\n（施行期日）\n1 行う。\n（経過措置）\n2 行う。\n"
    )
    nodes = [n for _, n in walk(parsed(text, "agreement").root) if n.kind == "paragraph"]
    assert [n.heading and n.heading.cut(text) for n in nodes] == ["施行期日", "経過措置"]
    assert [n.body.cut(text) for n in nodes] == ["行う。", "行う。"]


SIGNED = {
    "a name that ends in a numeral": (
        "甲　青葉市本町三丁目５番地\n　　青葉市長　　大谷　浩一\n\n乙　若葉町大字上２番地\n　　若葉町長　　片桐　雄二\n",
        "甲 住所=青葉市本町三丁目５番地 職名=青葉市長 氏名=大谷浩一 乙 住所=若葉町大字上２番地 職名=若葉町長 氏名=片桐雄二",
    ),
    "an office of another body": (
        "甲　青葉市長　大谷　健三\n立会人　島根県地域振興部長\n　　　　　野津　正彦\n",
        "甲 職名=青葉市長 氏名=大谷健三 立会人 職名=島根県地域振興部長 氏名=野津正彦",
    ),
    "an acting mayor": (
        "甲　青葉市本町１番地\n青葉市長職務代理者　副市長　本間　五十六\n乙　若葉町長　西　十三\n",
        "甲 住所=青葉市本町１番地 職名=青葉市長職務代理者副市長 氏名=本間五十六 乙 職名=若葉町長 氏名=西十三",
    ),
    "addresses above": (
        "青葉市一番地\n甲　青葉市\n　　代表者　青葉市長　大谷　浩一\n若葉町二十番地\n乙　若葉町\n　　代表者　若葉町長　片桐　賢二\n",
        "甲 住所=青葉市一番地 名称=青葉市 職名=代表者青葉市長 氏名=大谷浩一"
        " 乙 住所=若葉町二十番地 名称=若葉町 職名=代表者若葉町長 氏名=片桐賢二",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SIGNED)
def test_signatures(name: str) -> None:
    block, expected = SIGNED[name]
    text = PREAMBLE + "第1条 甲は、行う。\n\n令和3年6月14日\n\n" + block
    result = parsed(text, "agreement")
    check_laws(text, result)
    signed = [(p, n) for p, n in walk(result.root) if p[0].kind == "signature"]
    found = [
        n.label if n.kind == "party" else f"{n.label}={''.join(n.body.cut(text).split())}"
        for _, n in signed
        if n.kind in {"party", "field"}
    ]
    assert found == expected.split(" ")
    assert not result.problems


@pytest.mark.parametrize("name", SMALL)
def test_small_texts(name: str) -> None:
    text, expected = SMALL[name]
    text = PREAMBLE + text
    result = parsed(text, "agreement")
    check_laws(text, result)
    found = [p for p, n in walk(result.root) if n.kind not in UNADDRESSED]
    clauses = [">".join(labels(p)) for p in found if p[0].kind not in {"title", "preamble"}]
    if expected is None:
        assert "第1条>第2項" not in clauses
        assert result.problems
    else:
        assert clauses == expected.split(" ")


def test_an_agreement_without_articles_says_so() -> None:
    text = PREAMBLE + "甲は、行う。\n\n乙は、行う。\n"
    assert parsed(text, "agreement").problems


def test_numbers_of_paragraphs_are_not_in_their_words() -> None:
    text = (
        PREAMBLE
        + "第1条 甲は、行う。\n2 20歳以上の者は、対象とする。\n３　６５歳以上の者は、対象としない。\n"
    )
    bodies = [
        n.body.cut(text) for _, n in walk(parsed(text, "agreement").root) if n.kind == "paragraph"
    ]
    assert bodies[1:] == ["20歳以上の者は、対象とする。", "６５歳以上の者は、対象としない。"]


PAGE_WITH_AGREEMENT = """紅葉市と楓町の協約

（目的）
第1条　甲と乙は協力する。

令和5年3月23日

紅葉市港町3番15号
紅葉市長　灘　わたる

楓町大字沢45番地2
楓町長　木立　しずか

2　取組一覧

取組\t市の役割\t町の役割
検診\t車を派遣する\t会場を用意する

3　締結式の様子

締結式は楓町の公民館で行いました。
"""


def test_a_page_that_shows_an_agreement_goes_on_below_who_signed() -> None:
    check_text(PAGE_WITH_AGREEMENT)
    found = [">".join(labels(p)) for p, _ in walk(parsed(PAGE_WITH_AGREEMENT, "agreement").root)]
    assert "取組一覧>検診>町の役割" in found
    assert "締結式の様子" in found
    assert "署名欄>楓町>氏名" in found


def test_numbered_rows_of_a_table_may_be_parted_by_wide_blanks() -> None:
    text = (
        "協定書\n\n第1条　甲と乙は別表のとおり負担する。\n\n別表第一\n\n　負担の割合\n\n"
        "　一　診療に係るもの　甲　百分の七十五　　乙　百分の二十五\n"
        "　二　給食に係るもの　　児童の数により按分した割合\n\n"
        "　備考　千円未満は切り捨てる。\n"
    )
    check_text(text)
    found = {
        ">".join(labels(path)): node.body.cut(text)
        for path, node in walk(parsed(text, "agreement").root)
    }
    assert found["別表1>診療に係るもの>乙"] == "百分の二十五"
    assert found["別表1>給食に係るもの"] == "児童の数により按分した割合"
    assert found["別表1>備考"] == "千円未満は切り捨てる。"
