"""All screens in each language as one web application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from assistant.interface.ui.admin.door import Door
from assistant.interface.ui.admin.password import configured
from assistant.interface.ui.admin.rebuilding import Rebuilder
from assistant.interface.ui.admin.routes import Office, routes
from assistant.interface.ui.admin.screen import admin_screen
from assistant.interface.ui.api import endpoints, mcp_server
from assistant.interface.ui.ask import ask_screen
from assistant.interface.ui.ask import skeleton as ask_skeleton
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.feedback import Opinions
from assistant.interface.ui.ledger import ledger
from assistant.interface.ui.library import library_screen
from assistant.interface.ui.library import skeleton as library_skeleton
from assistant.interface.ui.lookup import lookup_screen
from assistant.interface.ui.lookup import skeleton as lookup_skeleton
from assistant.interface.ui.resources import Words, read, words
from assistant.interface.ui.top import top
from assistant.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

    from assistant.interface.ui.shell import App

FONTS = ("Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "BIZ UDPGothic", "Meiryo")
STYLES = ("tokens.css", "page.css", "feedback.css", "admin/admin.css")
MONOSPACED = ("ui-monospace", "Consolas", "monospace")
# The longest path first: a mount at the root would swallow the others.
PATHS = {"en": "/en", "ja": "/"}


def stay_at_home() -> None:
    """Keep Gradio and the model libraries from looking for anything outside this machine."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")


def site(desk: Desk, settings: Settings | None = None) -> App:
    """The web application (ASGI).

    Raises:
        UsageError: the password or the file of records that is configured cannot be used.
    """
    settings = settings or Settings()
    password = configured(settings.admin)
    kept = ledger(settings.records)
    opinions = Opinions(kept) if kept else None
    stay_at_home()
    from fastapi import FastAPI

    from assistant.interface.ui.shell import Shell

    tools = mcp_server(desk, settings.page.hosts)
    tools_application = tools.streamable_http_app()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    whole = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    whole.mount("/mcp", tools_application)
    if password:
        whole.router.routes.extend(routes(Office(desk, Door(password), Rebuilder(desk), kept)))
    for language, path in PATHS.items():
        _mount(whole, blocks(desk, words(language), opinions, admin=bool(password)), path)
    return Shell(whole)


def blocks(
    desk: Desk, said: Words, opinions: Opinions | None = None, *, admin: bool = False
) -> Blocks:
    """The page in one language."""
    import gradio as gr

    names = ("ask", "lookup", "library", *(("admin",) if admin else ()))

    with gr.Blocks(title=said["title"], analytics_enabled=False, fill_width=True) as page:
        top(said, names)
        screens = (
            (ask_screen(desk, said, opinions), ask_skeleton),
            (lookup_screen(desk, said), lookup_skeleton),
            (library_screen(desk, said), library_skeleton),
        )
        if admin:
            admin_screen(said)
        endpoints(desk)
    # Only the calls of programs go through the queue, and say how many may run at once.
    page.queue(default_concurrency_limit=None, max_size=512, api_open=True)

    def renew() -> None:
        """Give those who open the page from now on the documents of the new index to choose."""
        for screen, skeleton in screens:
            screen.props["skeleton"] = skeleton(desk.now(), said)
        page.config = page.get_config_file()

    desk.when_exchanged(renew)
    return page


def _mount(whole: FastAPI, page: Blocks, path: str) -> None:
    import gradio as gr

    styles = "\n".join(read(name) for name in STYLES)
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
        head=f"<style>{styles}</style><script>{read('common.js')}</script>",
    )
