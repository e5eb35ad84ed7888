"""For programs: REST and MCP through real clients, under a public name, and as the READMEs say."""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from browsing import ABOLISH, DESKTOP, PUBLIC_NAME, ROOT, ask, call_tool, opened_page

from assistant.interface.rendering import answer_json, outline_json

pytestmark = pytest.mark.browser

OWN_ADDRESS = "http://127.0.0.1:7860/"


def called(*arguments, **options) -> str:
    """The result of a tool; in a thread, since Playwright has an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, call_tool(*arguments, **options)).result(timeout=90)


def test_programs_get_the_same_answers_by_rest(client, assistant):
    said = client.predict(ABOLISH, api_name="/ask")
    assert said == answer_json(assistant.ask(ABOLISH))
    looked = client.predict("第6条第3項", api_name="/lookup")
    assert looked == answer_json(assistant.lookup("第6条第3項"))
    tree = client.predict("iwamizawa-bibai", api_name="/outline")
    assert tree == outline_json(assistant.searcher.catalogue.readings["iwamizawa-bibai"])
    near = client.predict("消防", 3, api_name="/search_clauses")
    assert len(near) == 3
    assert "消防" in near[0]["text"] or "消防" in near[0]["citation"]
    follow = client.predict("では美唄市は？", ["岩見沢市は農業で何をしますか"], api_name="/ask")
    assert "乙の役割" in follow["quotes"][0]["path"]


def test_programs_get_the_same_answers_by_mcp(page_server, assistant):
    address = f"{page_server}mcp/"
    said = json.loads(called(address, "ask", {"question": ABOLISH}))
    assert said == answer_json(assistant.ask(ABOLISH))
    looked = json.loads(called(address, "lookup", {"reference": "第6条第3項"}))
    assert looked == answer_json(assistant.lookup("第6条第3項"))
    near = json.loads(called(address, "search_clauses", {"words": "消防", "count": 1}))
    assert "消防" in near["text"] or "消防" in near["citation"]
    assert "iwamizawa-bibai" in called(address, "outline", {"document": "no-such-document"})
    without_stroke = json.loads(called(address.rstrip("/"), "ask", {"question": ABOLISH}))
    assert without_stroke == said


# Under the name by which a municipality's visitors reach it


def test_mcp_answers_under_the_names_that_are_configured_alone(office, page_server):
    looked = {"reference": "第6条第3項"}
    for host in (PUBLIC_NAME, f"{PUBLIC_NAME}:8080", "localhost"):
        said = json.loads(called(f"{office.url}mcp/", "lookup", looked, host=host))
        assert said["outcome"] == "answered"
    for url, host in ((office.url, "elsewhere.example"), (page_server, PUBLIC_NAME)):
        with pytest.raises(BaseExceptionGroup, match=r".*") as refused:
            called(f"{url}mcp/", "lookup", looked, host=host)
        assert "421" in repr(refused.value)


def test_the_page_answers_under_a_public_name_whatever_a_proxy_calls_the_server(
    browser, page_server
):
    public = page_server.replace("127.0.0.1", PUBLIC_NAME)
    for path in ("", "en/"):
        for tab in opened_page(browser, public + path, DESKTOP):
            ask(tab, "第6条第3項")
            assert tab.locator(".reply .card").count() > 0
            tab.set_extra_http_headers({"X-Forwarded-Host": "inside.example"})
            tab.reload()
            tab.wait_for_selector("#question")
            ask(tab, "第6条第3項")
            tab.locator(".reply .card .quoted").first.click()
            tab.wait_for_selector(".pane mark")


# As the READMEs say


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_examples_of_the_readme_work_as_they_stand(readme, page_server):
    text = (ROOT / readme).read_text(encoding="utf-8")
    shell = next(b for b in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "curl" in b)
    python = next(b for b in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "mcp" in b)
    words = "甲又は乙は、この協定を廃止しようとするときは"
    commands = "\n".join(re.findall(r"^\$ (.*(?:\n    .*)*)", shell, re.MULTILINE))
    for command in (["bash", "-ec", commands], [sys.executable, "-c", python]):
        here = [part.replace(OWN_ADDRESS, page_server) for part in command]
        done = subprocess.run(here, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        said = done.stdout
        with contextlib.suppress(ValueError):
            said = json.dumps(json.loads(said.partition("data: ")[2]), ensure_ascii=False)
        assert words in said
