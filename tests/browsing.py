"""What the tests in a real browser share: a server of the page, fresh pages, axe-core."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
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
    "--host-resolver-rules=MAP keniki.example 127.0.0.1",
]
PUBLIC_NAME = "keniki.example"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
START_SECONDS = 120
AXE_VERSION = "4.14.1"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PASSWORD = "青い鳥は7羽います"
ABOLISH = "協定を廃止するにはどうすればいいですか"
ELSEWHERE = "ロンドンの天気は？"
MARKUP = "<script>document.title='hacked'</script><img src=x onerror=alert(1)>"


class Office(NamedTuple):
    """A page with a password, over copies of corpus/ and of its index."""

    url: str
    corpus: Path
    records: Path


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


def serve(
    corpus: Path, index: Path, log: Path, program: str = "app.py", **environment: str
) -> tuple[subprocess.Popen, str]:
    """A server of the page in a process of its own, once it answers, and its address."""
    url = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, program, "--corpus", corpus, "--index", index, "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    deadline = time.monotonic() + START_SECONDS
    while not opened(url):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.3)
    return server, url


def opened_page(
    browser,
    url: str,
    size: dict[str, int],
    ready: str = "#question",
    *,
    script: str = "",
    patience: int = 30_000,
) -> Iterator:
    """A fresh page that notes every request to another host, every error and every dialogue.

    `script` runs before the page's own; `patience` is how long to wait for anything, in ms.
    """
    context = browser.new_context(viewport=size, locale="ja-JP", reduced_motion="reduce")
    context.set_default_timeout(patience)
    context.add_init_script(script)
    tab = context.new_page()
    tab.strangers, tab.wrongs = [], []
    tab.on("request", lambda r: None if home(r.url, url) else tab.strangers.append(r.url))
    tab.on("pageerror", lambda error: tab.wrongs.append(str(error)))
    tab.on("dialog", lambda dialog: (tab.wrongs.append(dialog.message), dialog.dismiss()))
    tab.goto(url)
    tab.wait_for_selector(ready)
    yield tab
    assert tab.strangers == []
    assert tab.wrongs == []
    context.close()


def home(request: str, url: str) -> bool:
    origin = "/".join(url.split("/")[:3])
    return request.startswith((f"{origin}/", "data:", "blob:", "about:"))


def ask(tab, question: str) -> None:
    replies = tab.locator(".reply").count()
    tab.fill("#question", question)
    tab.press("#question", "Enter")
    tab.wait_for_function(f"document.querySelectorAll('.reply').length > {replies}")


def shoot(tab, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    tab.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")


def show_screen(tab, screen: str) -> None:
    tab.click(f".screens [data-screen={screen}]")


async def call_tool(address: str, tool: str, asked: dict, host: str = "") -> str:
    """What an MCP client gets from a tool, by the name `host` if one is given."""
    import httpx
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    headers = {"Host": host} if host else {}
    async with (
        httpx.AsyncClient(headers=headers, timeout=300) as http,
        streamable_http_client(address, http_client=http) as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        return (await session.call_tool(tool, asked)).content[0].text


def everywhere(tab, axe: str, state: str, before=None) -> list[str]:
    """What axe-core finds in a state, and what overflows, on each size of screen in each colour."""
    found = []
    for size, viewport in SIZES.items():
        tab.set_viewport_size(viewport)
        if before:
            before(tab)
        for scheme in ("light", "dark"):
            tab.evaluate("name => Keniki.theme(name)", scheme)
            place = f"{state}-{size}-{scheme}"
            found += [f"{place}: {violation}" for violation in violations(tab, axe)]
            shoot(tab, place)
        if tab.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{state}-{size}: wider than the screen")
    return found


def violations(tab, axe: str) -> list[str]:
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": AXE_RULES}}
    found = tab.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html']}" for v in found]


def sign_in(tab, password: str) -> None:
    tab.fill("#admin-password", password)
    tab.press("#admin-password", "Enter")


def reload_office(tab) -> None:
    tab.reload()
    tab.click(".screens [data-screen=admin]")
    tab.wait_for_selector(".office", state="visible")
