"""The real parts, made once for all tests: the bundled model, an index of corpus/, an assistant."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from browsing import (
    AXE_VERSION,
    BROWSERS,
    CORPUS,
    DESKTOP,
    FLAGS,
    PASSWORD,
    PHONE,
    PUBLIC_NAME,
    ROOT,
    Office,
    opened_page,
    serve,
    sign_in,
)

from assistant.documents.sources import read_corpus
from assistant.interface.cli import main
from assistant.interface.ui.admin.password import hashed
from assistant.records import Document
from assistant.search import bundled_model, store
from assistant.search.embeddings import SentenceEncoder, load_encoder
from assistant.service import Assistant
from assistant.settings import ModelSettings, Settings


class Result(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def _default_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a keeper's own keniki.toml out of the tests, in the processes they start too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENIKI_CONFIG", str(tmp_path_factory.mktemp("settings") / "none.toml"))
        yield


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The bundled model."""
    return load_encoder(ModelSettings())


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    """An index of corpus/, built from nothing; copy it before changing it."""
    folder = tmp_path_factory.mktemp("index")
    store.build(read_corpus(CORPUS), folder, encoder)
    return folder


@pytest.fixture(scope="session")
def assistant(index_dir: Path, encoder: SentenceEncoder) -> Assistant:
    """The assistant over corpus/ and its index."""
    return Assistant.open(CORPUS, index_dir, Settings(), encoder)


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    """The documents of corpus/ by id."""
    return {document.source.id: document for document in read_corpus(CORPUS).documents}


@pytest.fixture(scope="session")
def _loaded_once(encoder: SentenceEncoder) -> Iterator[None]:
    """The commands run in this process share one real model instead of loading it each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundled_model, "load", functools.cache(bundled_model.load))
        yield


@pytest.fixture
def keniki(_loaded_once: None, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, as `python -m assistant` does."""

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command in a process of its own, with changes to the environment."""

    def run(*arguments: str | Path | bytes, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


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


@pytest.fixture(scope="session")
def office(browser, index_dir: Path, tmp_path_factory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office")
    corpus, records, log = home / "corpus", home / "records.sqlite3", home / "server.log"
    shutil.copytree(ROOT / "corpus", corpus)
    shutil.copytree(index_dir, home / "index")
    settings = home / "keniki.toml"
    settings.write_text(
        f'[page]\nhosts = ["{PUBLIC_NAME}"]\n'
        f'[admin]\npassword_hash = "{hashed(PASSWORD)}"\n'
        f'[records]\nkeep = true\npath = "{records}"\n',
        encoding="utf-8",
    )
    server, url = serve(corpus, home / "index", log, KENIKI_CONFIG=str(settings))
    yield Office(url, corpus, records)
    server.terminate()
    server.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture
def page(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, DESKTOP)


@pytest.fixture
def phone(browser, page_server: str) -> Iterator:
    yield from opened_page(browser, page_server, PHONE)


@pytest.fixture
def client(page_server: str) -> Iterator:
    """Gradio's own client of the REST endpoints."""
    from gradio_client import Client

    made = Client(page_server, verbose=False)
    yield made
    made.close()


@pytest.fixture
def visitor(browser, office: Office) -> Iterator:
    yield from opened_page(browser, office.url, DESKTOP)


@pytest.fixture
def keeper(browser, office: Office) -> Iterator:
    """A page on which the keeper is signed in."""
    for tab in opened_page(browser, f"{office.url}?screen=admin", DESKTOP, "#admin-password"):
        sign_in(tab, PASSWORD)
        tab.wait_for_selector(".office", state="visible")
        yield tab


@pytest.fixture(scope="session")
def axe(tmp_path_factory) -> str:
    """axe-core's source: from node_modules/ if it is there, else from npm."""
    local = ROOT / "node_modules/axe-core/axe.min.js"
    if local.exists():
        return local.read_text(encoding="utf-8")
    folder, npm = tmp_path_factory.mktemp("axe"), shutil.which("npm")
    if npm is not None:
        command = [npm, "pack", "--silent", f"axe-core@{AXE_VERSION}"]
        packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if packed.returncode == 0:
            shutil.unpack_archive(folder / packed.stdout.strip(), folder)
            return (folder / "package/axe.min.js").read_text(encoding="utf-8")
    reason = f"no axe-core: run `npm install --no-save axe-core@{AXE_VERSION}` to check access"
    assert os.environ.get("CI") != "true", reason
    pytest.skip(reason)
