"""All screens in each language as one web application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from assistant.interface.ui.api import endpoints, mcp_server
from assistant.interface.ui.ask import ask_screen
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.library import library_screen
from assistant.interface.ui.lookup import lookup_screen
from assistant.interface.ui.resources import Words, read, words
from assistant.interface.ui.top import top

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

    from assistant.interface.ui.shell import App

FONTS = ("Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", "Meiryo")
MONOSPACED = ("ui-monospace", "Consolas", "monospace")
# The longest path first: a mount at the root would swallow the others.
PATHS = {"en": "/en", "ja": "/"}


def stay_at_home() -> None:
    """Keep Gradio and the model libraries from looking for anything outside this machine."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")


def site(desk: Desk) -> App:
    """The web application (ASGI)."""
    stay_at_home()
    from fastapi import FastAPI

    from assistant.interface.ui.shell import Shell

    tools = mcp_server(desk)
    tools_application = tools.streamable_http_app()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    whole = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    whole.mount("/mcp", tools_application)
    for language, path in PATHS.items():
        _mount(whole, blocks(desk, words(language)), path)
    return Shell(whole)


def blocks(desk: Desk, said: Words) -> Blocks:
    """The page in one language."""
    import gradio as gr

    with gr.Blocks(title=said["title"], analytics_enabled=False, fill_width=True) as page:
        top(said, ("ask", "lookup", "library"))
        ask_screen(desk, said)
        lookup_screen(desk, said)
        library_screen(desk, said)
        endpoints(desk)
    # Each listener says how many of it may run at once; whoever says nothing is not held up.
    page.queue(default_concurrency_limit=None, max_size=512, api_open=True)
    return page


def _mount(whole: FastAPI, page: Blocks, path: str) -> None:
    import gradio as gr

    gr.mount_gradio_app(
        whole,
        page,
        path=path,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        theme=gr.themes.Base(font=list(FONTS), font_mono=list(MONOSPACED)),
        # In the head rather than as Gradio's `css`, which rewrites selectors and drops some.
        head=f"<style>{read('page.css')}</style><script>{read('common.js')}</script>",
    )
