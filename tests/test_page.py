"""The page in a real browser: ask, read the clause, find the quoted words marked in the source."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCREENSHOTS = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ABOLISH = "協定を廃止するにはどうすればいいですか"
MARKUP = "<script>document.title='hacked'</script><img src=x onerror=alert(1)>"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
START_SECONDS = 120
pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def opened(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def serve(corpus: Path, index: Path, log: Path) -> tuple[subprocess.Popen, str]:
    url = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, "app.py", "--corpus", corpus, "--index", index, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=log.open("w"), stderr=subprocess.STDOUT)
    deadline = time.monotonic() + START_SECONDS
    while not opened(url):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.3)
    return server, url


@pytest.fixture(scope="session")
def browser() -> Iterator:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        reason = "no browser: run `apt-get install chromium fonts-noto-cjk` to run the page's tests"
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def page_server(browser, index_dir: Path, tmp_path_factory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("page") / "server.log"
    server, url = serve(ROOT / "corpus", index_dir, log)
    yield url
    server.terminate()
    server.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def page(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, DESKTOP)


@pytest.fixture
def phone(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, PHONE)


def opened_page(browser, url: str, size: dict[str, int]) -> Iterator:
    """A fresh page that notes every request to another host, every error and every dialogue."""
    context = browser.new_context(viewport=size, locale="ja-JP")
    tab = context.new_page()
    tab.strangers, tab.wrongs = [], []
    tab.on("request", lambda r: None if home(r.url, url) else tab.strangers.append(r.url))
    tab.on("pageerror", lambda error: tab.wrongs.append(str(error)))
    tab.on("dialog", lambda dialog: (tab.wrongs.append(dialog.message), dialog.dismiss()))
    tab.goto(url)
    tab.wait_for_selector("#question")
    yield tab
    assert tab.strangers == []
    assert tab.wrongs == []
    context.close()


def home(request: str, url: str) -> bool:
    return request.startswith((url, "data:", "blob:", "about:"))


def ask(tab, question: str) -> None:
    replies = tab.locator(".reply").count()
    tab.fill("#question", question)
    tab.press("#question", "Enter")
    tab.wait_for_function(f"document.querySelectorAll('.reply').length > {replies}")


def shoot(tab, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    tab.wait_for_timeout(400)
    tab.screenshot(path=SCREENSHOTS / f"{name}.png")


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
    assert "札幌" not in one.locator(".log").inner_text().split("ファクスは？")[0]
    assert "011-211-2281" in other.locator(".reply .quoted").first.inner_text()
    for rest in (first, second):
        assert next(rest, None) is None
