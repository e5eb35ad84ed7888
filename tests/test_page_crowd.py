"""Many at once: nobody waits for another, and nobody gets the answer of another."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from browsing import CORPUS, DESKTOP, ask, call_tool, opened_page, serve
from slow_server import SLOWLY

pytestmark = pytest.mark.browser

VISITORS = 10
FOLLOW_UP = "では、乙の役割は？"
# How long ten pages take beside two questions at work is the machine's affair, not this test's:
# nobody here gives up waiting, neither the page nor the one who drives it.
PATIENCE = 300_000
PATIENT = """
const soon = window.setTimeout;
window.setTimeout = (then, wait, ...more) => wait >= 60000 ? 0 : soon(then, wait, ...more);
"""


@pytest.fixture
def slow_server(browser, index_dir, tmp_path):
    """A page that works on marked questions until the file beside its address appears."""
    gate, log = tmp_path / "gate", tmp_path / "server.log"
    program = "tests/slow_server.py"
    server, url = serve(CORPUS, index_dir, log, program, KENIKI_GATE=str(gate))
    try:
        yield url, gate
    finally:
        gate.touch()
        server.terminate()
        server.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8")


@contextmanager
def visit(browser, url):
    yield from opened_page(browser, url, DESKTOP, script=PATIENT, patience=PATIENCE)


def send(tab, question: str) -> None:
    tab.fill("#question", question)
    tab.press("#question", "Enter")


def citations(tab) -> list[str]:
    """The citation of the first quote in each reply."""
    replies = tab.locator(".reply")
    return [replies.nth(i).locator(".citation").first.inner_text() for i in range(replies.count())]


def conversations(assistant) -> list[tuple[str, list[str]]]:
    """Ten questions, and the citations that they and one follow-up, the same for all, lead to."""
    found = {}
    for labels in assistant.searcher.catalogue.readings["iwamizawa-bibai"].addresses.by_labels:
        if labels[-1:] == ("甲の役割",) and len(found) < VISITORS:
            question = " ".join(labels)
            first, understood = assistant.converse(question, [])
            second, _ = assistant.converse(FOLLOW_UP, [understood])
            found[question] = [answer.quotes[0].citation for answer in (first, second)]
    assert len({citation for pair in found.values() for citation in pair}) == 2 * VISITORS
    return list(found.items())


def test_ten_visitors_have_conversations_of_their_own_beside_slow_ones(
    browser, slow_server, assistant
):
    """One visitor's question and one program's are under way all the time."""
    url, gate = slow_server
    expected = conversations(assistant)
    phone = f"{SLOWLY}甲府市の電話番号は？"
    with ExitStack() as stack:
        slow = stack.enter_context(visit(browser, url))
        send(slow, phone)
        slow.wait_for_selector(".working")
        pool = stack.enter_context(ThreadPoolExecutor(1))
        program = pool.submit(asyncio.run, call_tool(f"{url}mcp/", "ask", {"question": phone}))
        tabs = [stack.enter_context(visit(browser, url)) for _ in expected]
        for tab, (question, _) in zip(tabs, expected, strict=True):
            send(tab, question)
        for tab in tabs:
            tab.wait_for_selector(".reply")
            send(tab, FOLLOW_UP)
        for tab, (question, cited) in zip(tabs, expected, strict=True):
            tab.wait_for_function("document.querySelectorAll('.reply').length === 2")
            assert tab.locator(".asked p").all_inner_texts() == [question, FOLLOW_UP]
            assert citations(tab) == cited
        assert slow.locator(".working").is_visible()
        assert slow.locator(".reply").count() == 0
        assert not program.done()
        gate.touch()
        slow.wait_for_selector(".reply")
        assert "055-237-5321" in slow.locator(".quoted").first.inner_text()
        assert "055-237-5321" in json.loads(program.result(timeout=PATIENCE))["quotes"][0]["text"]


def test_one_browser_has_as_many_tabs_open_as_it_likes(browser, page_server):
    """A browser opens six connections to a host: a tab must not hold one for good."""
    for tab in opened_page(browser, page_server, DESKTOP):
        others = [tab.context.new_page() for _ in range(7)]
        for other in others:
            other.goto(page_server)
            other.wait_for_selector("#question")
        ask(others[-1], "第6条")
        ask(tab, "第7条")
        assert "第6条" in citations(others[-1])[0]
        assert "第7条" in citations(tab)[0]


def test_ten_programs_ask_at_once_and_get_their_own_answers(client, assistant):
    questions = [f"第{n}条" for n in range(1, 8)] + ["別表1 医療", "別表2", "別表3"]
    jobs = [client.submit(q, api_name="/lookup") for q in questions]
    for question, job in zip(questions, jobs, strict=True):
        answer = job.result(timeout=60)
        assert answer["question"] == question
        assert answer["outcome"] == assistant.lookup(question).outcome
