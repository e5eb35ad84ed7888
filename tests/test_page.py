"""The page in a real browser: ask, read the clause, find the quoted words marked in the source."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

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
    show_screen,
    violations,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, DESKTOP)


@pytest.fixture
def phone(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, PHONE)


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


def test_the_page_by_keyboard_alone(page):
    page.keyboard.type(ABOLISH)
    page.keyboard.press("Enter")
    page.wait_for_selector(".reply .card")
    page.locator(".reply .card [data-action=open]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".pane mark")
    page.wait_for_function("document.getElementById('announcer').textContent.includes('第6条')")


def test_the_english_page_quotes_in_japanese(browser, page_server):
    for tab in opened_page(browser, f"{page_server}en/", DESKTOP):
        ask(tab, "What is the phone number of Kofu City?")
        assert "055-237-5321" in tab.locator(".reply .quoted").first.inner_text()
        assert tab.locator("html").get_attribute("lang") == "en"


def test_two_visitors_have_conversations_of_their_own(browser, page_server):
    first = opened_page(browser, page_server, DESKTOP)
    second = opened_page(browser, page_server, DESKTOP)
    one, other = next(first), next(second)
    ask(one, "甲府市の電話番号は？")
    ask(other, "札幌市の電話番号は？")
    ask(one, "ファクスは？")
    assert one.locator(".asked p").all_inner_texts() == ["甲府市の電話番号は？", "ファクスは？"]
    assert other.locator(".asked p").all_inner_texts() == ["札幌市の電話番号は？"]
    assert "055-237-5321" in one.locator(".reply .quoted").first.inner_text()
    assert "011-211-2281" in other.locator(".reply .quoted").first.inner_text()
    for rest in (first, second):
        assert next(rest, None) is None


def test_the_next_question_is_made_from_the_structure(page):
    ask(page, "美唄市は農業で何をしますか")
    chip = page.locator(".next .chip", has_text="甲の役割")
    chip.click()
    page.wait_for_function("document.querySelectorAll('.reply').length > 1")
    citation = page.locator(".reply").last.locator(".citation").first.inner_text()
    assert "農業" in citation
    assert "甲の役割" in citation


def test_ten_people_ask_at_once(browser, page_server):
    contexts = [browser.new_context(viewport=DESKTOP) for _ in range(10)]
    tabs = [context.new_page() for context in contexts]
    for tab in tabs:
        tab.goto(page_server)
        tab.wait_for_selector("#question")
    places = ["甲府市", "札幌市", "北見市", "一関市", "甲府市"] * 2
    for tab, place in zip(tabs, places, strict=True):
        tab.fill("#question", f"{place}の電話番号は？")
        tab.press("#question", "Enter")
    numbers = {"甲府市": "055-237-5321", "札幌市": "011-211-2281", "北見市": "0157-25-1103"}
    for tab, place in zip(tabs, places, strict=True):
        tab.wait_for_selector(".reply")
        assert tab.locator(".reply").count() == 1
        assert numbers.get(place, "") in tab.locator(".reply").inner_text()
    for context in contexts:
        context.close()


# Other screens, and the page for everyone


def test_a_clause_is_looked_up_by_suggestion(page):
    show_screen(page, "lookup")
    page.locator("#address").press_sequentially("救急")
    page.wait_for_selector("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#address").get_attribute("aria-activedescendant") == "suggestion-0"
    shoot(page, "lookup-suggestions")
    page.locator("#suggestions [role=option]", has_text="乙の役割").click()
    page.wait_for_selector("#screen-lookup mark")
    marked = "".join(page.locator("#screen-lookup mark").all_inner_texts())
    text = (ROOT / "corpus/iwamizawa-bibai.txt").read_text(encoding="utf-8")
    assert marked in text
    assert "救急医療体制" in marked
    assert "doc=iwamizawa-bibai" in page.url
    shoot(page, "lookup")


@pytest.mark.parametrize("address", ["第６条第３項", "第六条第三項", "6条3項"])
def test_an_address_in_any_numerals_is_looked_up(page, address: str):
    show_screen(page, "lookup")
    page.fill("#address", address)
    page.keyboard.press("Enter")
    page.wait_for_selector(".found-clause .card")
    assert "第6条第3項" in page.locator(".found-clause .citation").first.inner_text()
    page.wait_for_selector("#screen-lookup .pane mark")


def test_a_permanent_link_opens_its_clause(browser, page_server):
    link = f"{page_server}?doc=iwamizawa-bibai&path=第6条/第3項"
    for tab in opened_page(browser, link, DESKTOP, "#address"):
        tab.wait_for_selector("#screen-lookup mark")
        marked = "".join(tab.locator("#screen-lookup mark").all_inner_texts())
        assert marked.startswith("この協定は、第1項の規定による通告があった日から起算して、2年")
        led = tab.locator("#screen-lookup .relations button", has_text="第1項")
        led.first.click()
        tab.wait_for_function(
            "document.querySelector('#screen-lookup mark').textContent.startsWith('甲又は乙は')"
        )


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


def test_a_document_is_read_whole_and_searched(page):
    show_screen(page, "library")
    page.select_option("#library-document", "sapporo")
    text = (ROOT / "corpus/sapporo.txt").read_text(encoding="utf-8")
    page.wait_for_selector("#screen-library .aside")
    shown = page.locator("#screen-library .passage").evaluate("e => e.textContent")
    assert shown == text
    page.fill("#find", "長沼町")
    page.wait_for_function("document.querySelector('.found').textContent.startsWith('1 / ')")
    count = page.locator(".found").inner_text()
    assert count == f"1 / {text.count('長沼町')} 件"
    shoot(page, "library")


def test_ruby_goes_over_the_words_and_not_into_what_is_copied(page):
    ask(page, ABOLISH)
    page.click("#furigana")
    page.wait_for_selector(".quoted ruby rt")
    readings = page.locator(".quoted rt").all_inner_texts()
    assert "きょうてい" in readings
    copied = page.locator(".card").first.get_attribute("data-copy")
    assert "きょうてい" not in copied
    shoot(page, "furigana")
    page.click("#furigana")
    assert page.locator("ruby").count() == 0
    assert page.locator(".quoted").first.inner_text() in copied


def test_size_and_colours_are_remembered(page):
    page.click("[data-size='1']")
    page.select_option("#theme", "dark")
    page.reload()
    page.wait_for_selector("#question")
    root = page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    assert "112.5%" in root.get_attribute("style")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nobody_is_kept_out(browser, page_server, axe, size, scheme):
    for tab in opened_page(browser, page_server, size):
        tab.select_option("#theme", scheme)
        assert violations(tab, axe) == []
        ask(tab, ABOLISH)
        ask(tab, "協定に違反したときの罰則は？")
        tab.locator(".card .quoted").first.click()
        tab.wait_for_selector("mark")
        tab.locator(".ref").first.click()
        tab.wait_for_selector(".unfolded")
        assert violations(tab, axe) == []
        shoot(tab, f"ask-{scheme}-{size['width']}")
        show_screen(tab, "lookup")
        tab.locator("#address").press_sequentially("医療")
        tab.wait_for_selector("#suggestions [role=option]")
        assert violations(tab, axe) == []
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#screen-lookup mark")
        assert violations(tab, axe) == []
        show_screen(tab, "library")
        tab.wait_for_selector("#screen-library .passage")
        assert violations(tab, axe) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
        shoot(tab, f"library-{scheme}-{size['width']}")


def test_twice_the_size_still_fits(browser, page_server):
    for tab in opened_page(browser, page_server, {"width": 640, "height": 400}):
        ask(tab, ABOLISH)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640
        shoot(tab, "zoom-200")


# For programs


@pytest.fixture
def client(page_server: str):
    from gradio_client import Client

    made = Client(page_server, verbose=False)
    yield made
    made.close()


def test_programs_get_the_same_answers_by_rest(client, assistant):
    from assistant.interface.rendering import answer_json

    said = client.predict(ABOLISH, api_name="/ask")
    assert said == answer_json(assistant.ask(ABOLISH))
    looked = client.predict("第6条第3項", api_name="/lookup")
    assert looked == answer_json(assistant.lookup("第6条第3項"))
    tree = client.predict("iwamizawa-bibai", api_name="/outline")
    assert tree[0]["path"]
    near = client.predict("消防", 3, api_name="/search_clauses")
    assert len(near) == 3
    assert "消防" in near[0]["text"] or "消防" in near[0]["citation"]
    follow = client.predict("では美唄市は？", ["岩見沢市は農業で何をしますか"], api_name="/ask")
    assert "乙の役割" in follow["quotes"][0]["path"]


def test_ten_programs_ask_at_once_and_get_their_own_answers(client, assistant):
    questions = [f"第{n}条" for n in range(1, 8)] + ["別表1 医療", "別表2", "別表3"]
    jobs = [client.submit(q, api_name="/lookup") for q in questions]
    for question, job in zip(questions, jobs, strict=True):
        answer = job.result(timeout=60)
        assert answer["question"] == question
        assert answer["outcome"] == assistant.lookup(question).outcome


def test_programs_get_the_same_answers_by_mcp(page_server, assistant):
    import asyncio
    import json

    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[set[str], dict]:
        address = f"{page_server}mcp/"
        async with (
            streamable_http_client(address) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            names = {tool.name for tool in (await session.list_tools()).tools}
            result = await session.call_tool("ask", {"question": ABOLISH})
            return names, json.loads(result.content[0].text)

    with ThreadPoolExecutor(1) as pool:
        names, said = pool.submit(lambda: asyncio.run(talk())).result()
    assert {"ask", "lookup", "outline", "search_clauses"} <= names
    assert said["quotes"][0]["text"] == assistant.ask(ABOLISH).quotes[0].text
