"""Questions on a page of services: days without a year, steps, venues, rosters, offices in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.sources import read_corpus
from assistant.records import Query
from assistant.search import store
from assistant.search.embeddings import SentenceEncoder
from assistant.service import Assistant
from assistant.settings import Settings

PAGE = """浜風町のくらしの窓口

浜風町は、定住自立圏の協定により、隣の市と一緒にサービスを行っています。

休日の当番医
日にち	内科	外科
1月18日(日)	みさき医院	浜風病院
2月8日(日)	灯台診療所	入り江外科

保育所の広域入所
　申込みは、入所を希望する月の前月の10日までに、子育て課へお願いします。

体験住宅
　町外の方に住宅をお貸ししています。
・ 利用は2泊以上です。
・ 寝具は有料です。

体験住宅を借りるまで
ステップ1　空き状況を見る
ステップ2　申込書を送る
ステップ3　鍵を受け取る

懇談会
　懇談会には、次の方が加わっています。
・ 町の代表
・ 漁協の代表
・ 学校の代表

会議の開催状況
回	開催日	会場
第1回	令和6年8月1日	交流館「しおさい」

窓口
窓口	担当	電話
消費生活相談	浜風町消費生活センター	0889-00-7711
病児保育	こども未来課	0889-00-7722
"""
DESCRIBED = """[[source]]
id = "hamakaze"
file = "hamakaze.txt"
title = "浜風町のくらしの窓口"
kind = "webpage"
municipality = "浜風町"
region = "浜風定住自立圏"
members = ["浜風町"]
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Assistant:
    folder = tmp_path_factory.mktemp("services")
    corpus: Path = folder / "corpus"
    corpus.mkdir()
    (corpus / "hamakaze.txt").write_text(PAGE, encoding="utf-8")
    (corpus / "sources.toml").write_text(DESCRIBED, encoding="utf-8")
    store.build(read_corpus(corpus), folder / "index", encoder)
    return Assistant.open(corpus, folder / "index", Settings(), encoder)


def last_of(assistant: Assistant, turns: tuple[str, ...]) -> tuple[str, str]:
    earlier: list[Query] = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    return answer.outcome, answer.quotes[0].text if answer.quotes else ""


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("2月8日の内科の当番医はどこですか",), "灯台診療所"),
        (("2月8日の内科の当番医はどこですか", "1月18日は？"), "みさき医院"),
        (("Which internal medicine clinic (内科) is on duty on January 18?",), "みさき医院"),
        (("1月18日にけがをしたらどこの病院が開いていますか",), "浜風病院"),
        (("保育園に入れたいのですが、いつまでに申し込めばいいですか",), "前月の10日まで"),
        (("体験住宅を借りるにはどんな段取りになりますか",), "ステップ3　鍵を受け取る"),
        (("懇談会のメンバーを全員教えて",), "漁協の代表"),
        (("懇談会の第1回はいつ開かれましたか", "場所はどちらでしたか"), "しおさい"),
        (("浜風町 こども未来課 電話", "消費生活センターは？"), "0889-00-7711"),
    ],
)
def test_a_service_is_found(services: Assistant, turns, words):
    outcome, text = last_of(services, turns)
    assert (outcome, words in text) == ("answered", True), text


@pytest.mark.parametrize(
    "turns", [("戸籍の写しを取りたい",), ("体験住宅は何泊から？", "満足度は？")]
)
def test_what_the_page_does_not_say_is_refused(services: Assistant, turns):
    assert last_of(services, turns) == ("not_found", "")
