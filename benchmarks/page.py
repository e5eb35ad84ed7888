"""From Enter to the quote on the screen beside `ask` alone, and from opening to a usable page.

    python benchmarks/page.py [--index DIR] [--rounds N]

Chromium asks the questions of the page's examples; the same questions are put to the assistant in
this process. It also types an address, and measures each letter from the key to the screen while
the suggestions for the letters before it are under way. See docs/page.md for the figures.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

QUESTIONS = [
    "協定を廃止するにはどうすればいいですか",
    "美唄市は農業で何をしますか",
    "さっぽろ連携中枢都市圏の構成市町村はどこですか",
    "北見市の担当課の電話番号を教えてください",
    "第6条第3項",
]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Stops the clock when the words of the newest quote are in the document and have been painted.
WATCH = """() => new Promise((done) => {
  const before = document.querySelectorAll('.reply').length;
  const field = document.getElementById('question');
  const start = performance.now();
  const look = () => document.querySelectorAll('.reply').length > before
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
  const enter = { key: 'Enter', bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent('keydown', enter));
  look();
})"""

ADDRESS = "別表1 医療 救急医療体制 乙の役割"
# From the key to the frame after the letter, for every letter.
KEYS = """() => { window.keys = []; document.addEventListener('input', ({ timeStamp }) =>
  requestAnimationFrame(() => setTimeout(() => keys.push(performance.now() - timeStamp)))) }"""


def main() -> None:
    """Measure and print medians in milliseconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    port = free_port()
    command = [sys.executable, "app.py", "--corpus", options.corpus, "--index", options.index]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        wait(url, server)
        opened, asked, typed = in_browser(url, options.rounds)
    finally:
        server.terminate()
        server.wait()
    alone = in_process(options.corpus, options.index, options.rounds)
    show("opening to usable page, first visit", opened[0::2])
    show("opening to usable page, later visit", opened[1::2])
    show("Enter to quote on screen", asked)
    show("ask alone", alone)
    show("key to letter on screen", typed)
    print(f"the page adds {statistics.median(asked) - statistics.median(alone):.0f} ms")


def in_browser(url: str, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds to open (first and later visits by turns), to answer, and to show a letter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        opened, asked = [], []
        for _ in range(5):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            opened += [open_once(context.new_page(), url) for _ in ("first", "later")]
        for _ in range(rounds):
            asked += asked_once(context.new_page(), url)
        typed = typed_once(context.new_page(), url)
        browser.close()
    return opened, asked, typed


def open_once(tab: Any, url: str) -> float:  # noqa: ANN401
    """Milliseconds until a question can be typed."""
    start = time.perf_counter()
    tab.goto(url, wait_until="commit")
    tab.wait_for_selector("#question")
    taken = (time.perf_counter() - start) * 1000
    tab.close()
    return taken


def typed_once(tab: Any, url: str) -> list[float]:  # noqa: ANN401
    """Milliseconds for each letter of an address, typed without a pause."""
    tab.goto(f"{url}?screen=lookup")
    tab.wait_for_selector("#address")
    tab.evaluate(KEYS)
    for _ in range(5):
        tab.fill("#address", "")
        tab.locator("#address").press_sequentially(ADDRESS, delay=30)
    tab.wait_for_selector("#suggestions [role=option]")
    times = [float(each) for each in tab.evaluate("keys")]
    tab.close()
    return times


def asked_once(tab: Any, url: str) -> list[float]:  # noqa: ANN401
    """Milliseconds for each question of one conversation."""
    tab.goto(url)
    tab.wait_for_selector("#question")
    times = []
    for question in QUESTIONS:
        tab.fill("#question", question)
        times.append(float(tab.evaluate(WATCH)))
    tab.close()
    return times


def in_process(corpus: Path, index: Path, rounds: int) -> list[float]:
    """Milliseconds of `ask` for the same questions."""
    from assistant.service import Assistant
    from assistant.settings import load_settings

    assistant = Assistant.open(corpus, index, load_settings())
    times = []
    for number in range(rounds + 1):
        for question in QUESTIONS:
            start = time.perf_counter()
            assistant.ask(question)
            if number:
                times.append((time.perf_counter() - start) * 1000)
    return times


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the page answers."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the page did not start; build the index first")


def show(what: str, times: list[float]) -> None:
    """A median with the slowest beside it."""
    print(f"{what}: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
