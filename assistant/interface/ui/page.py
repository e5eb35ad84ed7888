"""Serve the page: open the assistant, say where the page is, answer until stopped."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from assistant.errors import UsageError
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.site import site, stay_at_home
from assistant.service import Assistant
from assistant.settings import load_settings

# How long one thread at work keeps the others waiting, in seconds. Python's own 5 ms, taken by
# every question that is being worked on, would add up to a page that opens in half a minute.
_SWITCH_SECONDS = 0.0005


def serve(corpus: Path, index: Path, host: str, port: int) -> int:
    """Open the page and keep it open; 0 when it is stopped.

    Raises:
        AssistantError: the corpus, the index, the model or the address cannot be used.
    """
    stay_at_home()
    with _listening(host, port) as listener:
        sys.stderr.write("圏域アシスタントを開いています…\n")
        settings = load_settings()
        assistant = Assistant.open(corpus, index, settings)
        assistant.ask("定住自立圏とは何ですか")  # the first question of a day waits for nothing
        application = site(Desk(assistant, corpus, index), settings)
        address = listener.getsockname()
        sys.stdout.write(
            f"{_link(str(address[0]), int(address[1]))} を開いてください(Ctrl+C で終了)。\n"
        )
        sys.stdout.flush()
        _run(application, listener)
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """A socket at the address, taken before the slow work begins."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except (OSError, OverflowError) as error:
        msg = (
            f"{host}:{port} でページを開けません({error})。`--port` で別の番号を指定してください。"
        )
        raise UsageError(msg) from error
    return listener


def _link(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _run(application: object, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        # At the end it cuts the open event streams, and would print a traceback for each.
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=3,
        ws="none",
    )
    sys.setswitchinterval(_SWITCH_SECONDS)
    uvicorn.Server(config).run(sockets=[listener])
