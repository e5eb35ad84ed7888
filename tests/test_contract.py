"""The contract with programs: JSON of the documented form, quotes cut from the sources."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT, Command
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from assistant.answering.questions import LONGEST_QUESTION
from assistant.documents.addresses import walk
from assistant.documents.chunks import read
from assistant.documents.sources import read_corpus
from assistant.errors import QuestionError
from assistant.interface.rendering import answer_json
from assistant.records import Document, Source, labels
from assistant.search import store
from assistant.search.embeddings import SentenceEncoder
from assistant.service import Assistant
from assistant.settings import Settings

SCHEMAS = {
    name: json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("answer", "outline", "batch")
}
REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
TUNING = [
    json.loads(line)
    for line in (ROOT / "tests/quality/tuning.jsonl").read_text(encoding="utf-8").splitlines()
]
QUESTIONS = [line["question"] for line in TUNING if "question" in line]
AGREEMENT = "iwamizawa-bibai"


@functools.cache
def validator(schema: str) -> Draft202012Validator:
    """The validator of a schema, made once: making it takes longer than an answer."""
    return Draft202012Validator({"$ref": f"urn:keniki:schema:{schema}"}, registry=REGISTRY)


def check(value: Any, schema: str) -> None:
    """Hold a value against a schema, named `answer` or `batch#/$defs/askLine`."""
    validator(schema).validate(value)


def check_quotes(answer: dict[str, Any], documents: dict[str, Document]) -> None:
    """Hold every quote of an answer to the law: the words that stand there, and no others."""
    for quote in [*answer["quotes"], *answer["related"]]:
        document = documents[quote["document"]]
        assert document.text[quote["start"] : quote["end"]] == quote["text"]
        assert quote["start"] < quote["end"]
        assert quote["sha256"] == document.source.sha256
        assert quote["url"] == document.source.url
        assert quote["source"] == f"corpus/{document.source.file}"
        assert quote["citation"].startswith(document.source.title)


def asked(assistant: Assistant, question: str) -> dict[str, Any]:
    """An answer as JSON, through JSON and back."""
    return json.loads(json.dumps(answer_json(assistant.ask(question)), ensure_ascii=False))


# Schemas


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_themselves_valid(name: str):
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"outcome": "maybe"}, id="unknown outcome"),
        pytest.param({"outcome": "not_found"}, id="refusal with quotes"),
        pytest.param({"quotes": []}, id="answered without quotes"),
        pytest.param({"score": 1}, id="unknown member"),
        pytest.param({"index": {"id": "x"}}, id="index without model"),
        pytest.param({"message": ""}, id="no message"),
    ],
)
def test_schema_refuses_other_answers(assistant: Assistant, change: dict[str, Any]):
    answer = asked(assistant, "協定を廃止するにはどうすればいいですか")
    check(answer, "answer")
    with pytest.raises(Exception, match="Failed validating"):
        check({**answer, **change}, "answer")


# Answers


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        pytest.param("協定を廃止するにはどうすればいいですか", "answered", id="answered"),
        pytest.param("美唄市は農業で何をしますか", "answered", id="answered from a table"),
        pytest.param("水道料金はいくらですか", "not_found", id="not_found"),
        pytest.param("第8条には何が書いてありますか", "no_such_clause", id="no_such_clause"),
        pytest.param("函館市の定住自立圏について教えてください", "out_of_scope", id="elsewhere"),
        pytest.param("こんにちは", "out_of_scope", id="small talk"),
    ],
)
def test_ask_outcomes(
    assistant: Assistant, documents: dict[str, Document], question: str, outcome: str
):
    answer = asked(assistant, question)
    check(answer, "answer")
    check_quotes(answer, documents)
    assert answer["outcome"] == outcome
    assert answer["question"] == question


def test_repeal_is_answered_by_article_6(assistant: Assistant):
    quote = asked(assistant, "協定を廃止するにはどうすればいいですか")["quotes"][0]
    assert quote["document"] == AGREEMENT
    assert quote["path"][0] == "第6条"
    assert "廃止しようとするときは、予め議会の議決を経たうえで" in quote["text"]


def test_every_tuning_question_keeps_the_contract(
    assistant: Assistant, documents: dict[str, Document]
):
    outcomes = set()
    for question in QUESTIONS[::16]:
        answer = asked(assistant, question)
        check(answer, "answer")
        check_quotes(answer, documents)
        outcomes.add(answer["outcome"])
    assert {"answered", "not_found", "out_of_scope"} <= outcomes


def test_lookup_in_several_documents_is_unclear(
    assistant: Assistant, documents: dict[str, Document]
):
    answer = answer_json(assistant.lookup("お問い合わせ"))
    check(answer, "answer")
    check_quotes(answer, documents)
    assert answer["outcome"] == "unclear"
    assert len({quote["document"] for quote in answer["related"]}) > 1


def test_unreadable_address_is_not_found(assistant: Assistant):
    answer = answer_json(assistant.lookup("<script>alert(1)</script>"))
    check(answer, "answer")
    assert answer["outcome"] == "not_found"


# The law of quotes


@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_every_chunk_is_cut_from_its_source(
    index_dir: Path, documents: dict[str, Document], data: st.DataObject
):
    chunk = data.draw(st.sampled_from(store.load(index_dir).chunks))
    text = documents[chunk.source_id].text
    assert text[chunk.span.start : chunk.span.end] == chunk.text
    assert chunk.text
    assert chunk.text == chunk.text.strip()


_WORDS = ["協定", "岩見沢市", "美唄市", "北見市", "札幌市", "甲府市", "平泉町", "別表1", "第6条",
          "第４条", "医療", "農業", "乙の役割", "廃止", "いつ", "電話番号", "ビジョン", "宣言",
          "は何", "について", "教えて", "誰", "？", "の", "と", "<b>", "令和元年"]  # fmt: skip
_PIECES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map("".join)
_ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@st.composite
def _cuttings(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    text = draw(st.sampled_from(texts))
    start = draw(st.integers(0, max(len(text) - 1, 0)))
    return text[start : start + draw(st.integers(1, 120))]


_FROM_SOURCES = _cuttings(
    tuple(file.read_text(encoding="utf-8") for file in sorted(CORPUS.glob("*.txt")))
)


@given(question=st.one_of(st.sampled_from(QUESTIONS), _PIECES, _ANYTHING, _FROM_SOURCES))
@settings(deadline=None, max_examples=120)
def test_any_question_is_answered_by_the_law_or_refused(
    assistant: Assistant, documents: dict[str, Document], question: str
):
    try:
        answer = asked(assistant, question)
    except QuestionError:
        return
    check(answer, "answer")
    check_quotes(answer, documents)


@given(
    reference=st.one_of(
        st.from_regex(
            r"(別表)?第?[0-9０-９一二三十百〇]{0,3}[条表項号]?(の[0-9])?(第[0-9]項)?",
            fullmatch=True,
        ),
        _PIECES,
        _ANYTHING,
        _FROM_SOURCES,
    )
)
@settings(deadline=None, max_examples=200)
def test_any_reference_is_looked_up_by_the_law_or_refused(
    assistant: Assistant, documents: dict[str, Document], reference: str
):
    try:
        answer = answer_json(assistant.lookup(reference))
    except QuestionError:
        return
    check(answer, "answer")
    check_quotes(answer, documents)


def test_the_longest_question_is_taken_and_one_more_is_refused(assistant: Assistant):
    assert asked(assistant, "協" * LONGEST_QUESTION)["outcome"]
    with pytest.raises(QuestionError, match="縮めて"):
        assistant.ask("協" * (LONGEST_QUESTION + 1))


# Lookup

_FULL = str.maketrans(
    {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))} | {" ": "\u3000"}
)
_KANJI = str.maketrans("123456789", "一二三四五六七八九")
WRITTEN = [
    pytest.param(str, id="half-width"),
    pytest.param(lambda said: said.translate(_FULL), id="full-width"),
    pytest.param(lambda said: said.translate(_KANJI), id="kanji"),
]
Writing = Callable[[str], str]
CLAUSES = {
    ("第1条",): "この協定は、定住自立圏構想推進要綱",
    ("第2条",): "甲及び乙は、前条に規定する目的の達成のために",
    ("第3条",): "甲及び乙が連携して取り組む政策分野は、次に掲げる",
    ("第4条",): "甲及び乙は、別表1から別表3に定める取組を推進するため、相互に",
    ("第5条",): "甲及び乙は、この協定を変更しようとするときは",
    ("第6条",): "甲又は乙は、この協定を廃止しようとするときは",
    ("第7条",): "この協定に定めのない事項について",
    ("第4条", "第2項"): "甲及び乙は、別表1から別表3に定める取組を推進するため、これらの表に",
    ("第6条", "第3項"): "この協定は、第1項の規定による通告があった日から起算して、2年を経過",
    ("第3条", "第2号"): "結びつきやネットワークの強化に係る政策分野（別表2）",
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("path", CLAUSES, ids="".join)
def test_lookup_finds_clauses(
    assistant: Assistant, documents: dict[str, Document], path: tuple[str, ...], written: Writing
):
    answer = answer_json(assistant.lookup(written("".join(path))))
    check(answer, "answer")
    check_quotes(answer, documents)
    assert answer["outcome"] == "answered"
    assert [quote["path"] for quote in answer["quotes"]] == [list(path)]
    assert answer["quotes"][0]["text"].startswith(CLAUSES[path])


def _parts_of_tables() -> Iterable[tuple[str, ...]]:
    file = CORPUS / f"{AGREEMENT}.txt"
    source = Source(AGREEMENT, file.name, "", "agreement", "")
    tree = read(Document(source, file.read_bytes().decode("utf-8"))).parsed.root
    for path, node in walk(tree):
        if path[0].kind == "table" and node.kind in {"table", "theme", "row", "cell"}:
            yield labels(path)


def test_lookup_finds_all_tables_rows_and_columns_however_written(
    assistant: Assistant, documents: dict[str, Document]
):
    parts = list(_parts_of_tables())
    # Counted by hand in the source: 3 tables, 20 themes, 33 rows of 3 columns each.
    assert [sum(len(p) == n for p in parts) for n in (1, 2, 3, 4)] == [3, 20, 33, 99]
    missed = []
    for path in parts:
        said = " ".join(path)
        table = path[0].translate(_KANJI)
        forms = [said, said.translate(_FULL), said.replace(path[0], table, 1)]
        forms.append(said.replace(path[0], f"別表第{table[2:]}", 1))
        for form in forms:
            answer = answer_json(assistant.lookup(form))
            check_quotes(answer, documents)
            found = [tuple(quote["path"]) for quote in answer["quotes"]]
            if found != [path] or answer["outcome"] != "answered":
                missed.append((form, answer["outcome"], found[:2]))
    assert not missed


def test_lookup_of_a_cell_quotes_the_cell_alone(assistant: Assistant):
    (found,) = assistant.lookup("別表1 医療 救急医療体制 乙の役割").quotes
    assert found.text.startswith("甲や関係機関・団体と連携し、救急医療体制の確保に向けて")
    assert found.text.endswith("協働して取り組む。")
    assert found.note is not None
    assert "乙＝美唄市" in found.note


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(
    ("reference", "exists"),
    [
        pytest.param("第8条", ["第1条", "第7条"], id="第8条"),
        pytest.param("第4条第4項", ["第1項", "第3項"], id="第4条第4項"),
        pytest.param("別表4", ["別表1", "別表3"], id="別表4"),
    ],
)
def test_lookup_of_what_does_not_exist_says_what_does(
    assistant: Assistant,
    documents: dict[str, Document],
    reference: str,
    exists: list[str],
    written: Writing,
):
    answer = answer_json(assistant.lookup(written(reference)))
    check(answer, "answer")
    check_quotes(answer, documents)
    assert answer["outcome"] == "no_such_clause"
    assert answer["quotes"] == []
    assert all(clause in answer["message"] for clause in exists)


# Batches, in the order of the lines


def _write(file: Path, lines: Iterable[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return file


def test_ask_batch(
    keniki: Command,
    index_dir: Path,
    tmp_path: Path,
    assistant: Assistant,
    documents: dict[str, Document],
):
    said = [
        {"id": "b", "question": "こんにちは"},
        {"id": "a", "question": "協定を廃止するにはどうすればいいですか"},
        {"id": 3, "turns": ["美唄市は農業で何をしますか", "岩見沢市は？"]},
        {"id": "a", "question": "第8条には何が書いてありますか"},
    ]
    for line in said:
        check(line, "batch#/$defs/askLine")
    code, out, err = keniki("ask", "--batch", _write(tmp_path / "b.jsonl", said), "--json",
                            "--index", index_dir)  # fmt: skip
    assert (code, err) == (0, "")
    told = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in told] == ["b", "a", 3, "a"]
    for line in told:
        check(line, "batch#/$defs/" + ("turnsLine" if "answers" in line else "answerLine"))
    assert told[1] == {"id": "a", **asked(assistant, said[1]["question"])}
    assert [answer["question"] for answer in told[2]["answers"]] == said[2]["turns"]
    for answer in [told[0], told[1], *told[2]["answers"], told[3]]:
        check_quotes(answer, documents)


def test_lookup_batch(keniki: Command, index_dir: Path, tmp_path: Path, assistant: Assistant):
    references = ["第6条第3項", "別表4", "別表二 地域公共交通", "第８条", "第6条第3項"]
    said = [{"id": f"r{n}", "reference": text} for n, text in enumerate(references)]
    for line in said:
        check(line, "batch#/$defs/lookupLine")
    code, out, err = keniki("lookup", "--batch", _write(tmp_path / "b.jsonl", said), "--json",
                            "--index", index_dir)  # fmt: skip
    assert (code, err) == (0, "")
    told = [json.loads(line) for line in out.splitlines()]
    for line, wanted in zip(told, said, strict=True):
        check(line, "batch#/$defs/answerLine")
        assert line == {"id": wanted["id"], **answer_json(assistant.lookup(wanted["reference"]))}


def test_two_processes_write_the_same_bytes(
    process: Callable[..., Any], index_dir: Path, tmp_path: Path, documents: dict[str, Document]
):
    batch = _write(
        tmp_path / "b.jsonl",
        [{"id": n, "question": question} for n, question in enumerate(QUESTIONS[::60])],
    )
    runs = [
        process("ask", "--batch", batch, "--json", "--index", index_dir, PYTHONHASHSEED=seed)
        for seed in ("1", "2")
    ]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr.decode()
    assert runs[0].stdout == runs[1].stdout
    lines = runs[0].stdout.decode("utf-8").splitlines()
    assert len(lines) == len(QUESTIONS[::60])
    for line in lines:
        answer = json.loads(line)
        check(answer, "batch#/$defs/answerLine")
        check_quotes(answer, documents)


def test_two_builds_give_the_same_index(
    index_dir: Path, tmp_path: Path, encoder: Any, documents: dict[str, Document]
):
    from assistant.documents.sources import Corpus

    corpus = Corpus(CORPUS, (documents["kitami"],))
    first, _ = store.build(corpus, tmp_path / "first", encoder)
    second, _ = store.build(corpus, tmp_path / "second", encoder)
    assert first.id == second.id


def test_documents_that_name_no_municipality_are_asked_as_others_are(
    tmp_path: Path, encoder: SentenceEncoder
):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "第1条 この協定は、圏域の発展を目的とする。\n\n第2条 会議は、毎年5月に開く。\n"
    (corpus / "x.txt").write_text(text, encoding="utf-8")
    store.build(read_corpus(corpus), tmp_path / "index", encoder)
    assistant = Assistant.open(corpus, tmp_path / "index", Settings(), encoder)
    [quote] = asked(assistant, "会議はいつ開きますか")["quotes"]
    assert "毎年5月" in quote["text"]


# Outlines

SOURCES = sorted([*CORPUS.glob("*.txt"), *(ROOT / "tests/documents").glob("*[!d].txt")])
SOURCES = [file for file in SOURCES if not file.name.endswith(".expected.txt")]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_outline_accounts_for_every_character(keniki: Command, file: Path):
    code, out, err = keniki("outline", file, "--json")
    assert (code, err) == (0, "")
    nodes = json.loads(out)
    check(nodes, "outline")
    text = file.read_bytes().decode("utf-8")
    leaves = [node for node in nodes if not any(_holds(node, other) for other in nodes)]
    assert "".join(text[leaf["start"] : leaf["end"]] for leaf in leaves) == text
    assert all(before["end"] == after["start"] for before, after in pairwise(leaves))
    for node in nodes:
        assert node["label"] == node["path"][-1]
        assert node["heading"] is None or node["heading"] in text[node["start"] : node["end"]]


def _holds(node: dict[str, Any], other: dict[str, Any]) -> bool:
    above = node["path"]
    return (
        len(other["path"]) > len(above)
        and other["path"][: len(above)] == above
        and node["start"] <= other["start"]
        and other["end"] <= node["end"]
    )


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_outline_references_are_cut_from_the_text_and_lead_somewhere(keniki: Command, file: Path):
    nodes = json.loads(keniki("outline", file, "--json").out)
    text = file.read_bytes().decode("utf-8")
    paths = {tuple(node["path"]) for node in nodes}
    for node in nodes:
        for reference in node["references"]:
            assert text[reference["start"] : reference["end"]] == reference["text"]
            assert node["start"] <= reference["start"] < reference["end"] <= node["end"]
            assert reference["target"] is None or tuple(reference["target"]) in paths


def test_outline_resolves_references_of_the_agreement(keniki: Command):
    nodes = json.loads(keniki("outline", CORPUS / f"{AGREEMENT}.txt", "--json").out)
    found = {
        (tuple(node["path"][:2]), reference["text"]): reference["target"]
        for node in nodes
        for reference in node["references"]
    }
    assert found[("第6条", "第2項"), "前項"] == ["第6条", "第1項"]
    assert found[("第6条", "第3項"), "第1項"] == ["第6条", "第1項"]
    assert found[("第2条",), "前条"] == ["第1条"]
    assert found[("第2条",), "次条"] == ["第3条"]
