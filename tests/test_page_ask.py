"""質問する in a real browser: ask, read the clause, find the quoted words marked in the source."""

import re

import pytest
from browsing import (
    ABOLISH,
    DESKTOP,
    MARKUP,
    PHONE,
    ROOT,
    ask,
    opened_page,
    serve,
    shoot,
)

pytestmark = pytest.mark.browser


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_resident_asks_and_reads_the_clause_beside_its_source(page):
    ask(page, ABOLISH)
    card = page.locator(".reply").last.locator(".card").first
    quoted = card.locator(".quoted").inner_text()
    assert quoted in (ROOT / "corpus/iwamizawa-bibai.txt").read_text(encoding="utf-8")
    assert "廃止しようとするときは、予め議会の議決を経た" in quoted
    assert "第6条" in card.locator(".citation").inner_text()
    assert "原文と一致" in card.locator(".check").inner_text()
    card.locator(".quoted").click()
    page.wait_for_selector(".pane mark")
    marked = "".join(page.locator(".pane mark").all_inner_texts())
    assert squeezed(marked) == squeezed(quoted)
    passage = page.locator(".pane .passage").inner_text()
    assert "書面によって行い" in passage
    assert "2年を経過した日" in passage
    assert "第6条" in page.locator(".pane .crumbs").inner_text()
    link = page.locator(".pane a.official")
    assert link.get_attribute("href").startswith("https://www.city.iwamizawa.hokkaido.jp/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.evaluate("scrollTo(0, 0)")
    shoot(page, "answer")


def test_every_quote_marks_exactly_its_own_occurrence(page, assistant):
    """The agreement repeats whole sentences; the offsets say which of them is meant."""
    ask(page, "別表1の地域医療の乙の役割は？")
    card = page.locator(".reply").last.locator(".card").first
    card.locator(".quoted").click()
    page.wait_for_selector(".pane mark")
    assert page.locator(".pane mark").count() == 1
    row = page.locator(".pane tr", has=page.locator("mark"))
    assert "乙の役割" in row.locator("th").inner_text()
    assert "地域医療" in page.locator(".pane .crumbs").inner_text()


def test_the_examples_can_be_clicked(page):
    shoot(page, "start")
    page.locator(".chip").first.click()
    page.wait_for_selector(".reply .card")


def test_a_follow_up_is_understood(page):
    ask(page, "岩見沢市は農業で何をしますか")
    ask(page, "では美唄市は？")
    assert "乙の役割" in page.locator(".reply").last.locator(".citation").first.inner_text()


def test_a_refusal_looks_different_and_offers_what_is_near(page):
    ask(page, "協定に違反したときの罰則は？")
    reply = page.locator(".reply").last
    assert "refusal" in reply.get_attribute("class")
    assert reply.get_attribute("data-outcome") == "not_found"
    assert reply.locator(".why").is_visible()
    assert reply.locator(".others .card").count() > 0
    shoot(page, "refusal")


def test_a_question_limited_to_a_document_is_answered_from_it(page):
    page.select_option("#scope", "kofu")
    ask(page, "電話番号は？")
    assert "055-237-5321" in page.locator(".reply .quoted").first.inner_text()


def test_an_empty_and_an_endless_question_get_a_sentence(page):
    ask(page, "？！")
    ask(page, "あ" * 5000)
    for message in page.locator(".reply .message").all_inner_texts():
        assert message.endswith("。")
    assert page.locator(".reply.error").count() == 2


def test_markup_in_a_question_is_shown_as_text(page):
    ask(page, f"{MARKUP}を廃止するには")
    assert MARKUP in page.locator(".asked").last.inner_text()
    assert page.title() != "hacked"
    assert page.locator(".log img, .log script").count() == 0


def test_markup_in_a_source_and_a_file_name_is_shown_as_text(browser, tmp_path, encoder):
    from assistant.documents.sources import read_corpus
    from assistant.search import store

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = (
        f"<i>青葉市</i>協定書\n\n第1条 この協定は、{MARKUP}を目的とする。\n\n第2条 甲は、努める。\n"
    )
    (corpus / "<b onclick=alert(1)>x.txt").write_text(text, encoding="utf-8")
    store.build(read_corpus(corpus), tmp_path / "index", encoder)
    server, url = serve(corpus, tmp_path / "index", tmp_path / "server.log")
    try:
        for tab in opened_page(browser, url, DESKTOP):
            ask(tab, "第1条")
            card = tab.locator(".reply .card").first
            assert MARKUP in card.locator(".quoted").inner_text()
            card.locator(".quoted").click()
            tab.wait_for_selector(".pane mark")
            assert MARKUP in tab.locator(".pane mark").first.inner_text()
            assert tab.locator("#screen-ask :is(img, i, script)").count() == 0
            assert tab.title() != "hacked"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_the_phone_opens_the_source_under_the_card(phone):
    ask(phone, ABOLISH)
    phone.locator(".reply .card").first.locator(".quoted").click()
    phone.wait_for_selector(".inline-pane mark")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    shoot(phone, "phone")


def test_the_english_page_quotes_in_japanese(browser, page_server):
    for tab in opened_page(browser, f"{page_server}en/", DESKTOP):
        ask(tab, "What is the phone number of Kofu City?")
        assert "055-237-5321" in tab.locator(".reply .quoted").first.inner_text()
        assert tab.locator("html").get_attribute("lang") == "en"


def test_the_next_question_is_made_from_the_structure(page):
    ask(page, "美唄市は農業で何をしますか")
    chip = page.locator(".next .chip", has_text="甲の役割")
    chip.click()
    page.wait_for_function("document.querySelectorAll('.reply').length > 1")
    citation = page.locator(".reply").last.locator(".citation").first.inner_text()
    assert "農業" in citation
    assert "甲の役割" in citation


def test_a_link_with_a_question_asks_it(browser, page_server):
    for tab in opened_page(browser, f"{page_server}?q={ABOLISH}", DESKTOP):
        tab.wait_for_selector(".reply .card")


def test_a_reference_unfolds_where_it_stands(page):
    ask(page, "第6条第2項")
    page.locator(".reply .card .quoted").first.click()
    reference = page.locator(".pane .ref", has_text="前項")
    reference.click()
    page.wait_for_selector(".pane .unfolded")
    assert reference.get_attribute("aria-expanded") == "true"
    assert "予め議会の議決" in page.locator(".pane .unfolded").inner_text()
    reference.click()
    assert page.locator(".pane .unfolded").count() == 0
