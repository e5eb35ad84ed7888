"""The sheet of HTML around the page: its language and title, and no way to any other host."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Gradio compiles its templates in the browser, which needs unsafe-eval; nothing is fetched from,
# sent to or framed by another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
_META = re.compile(r"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*")


class Shell:
    """Wraps the whole site: headers on every response, and the sheet of each page mended."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language = "en" if scope["path"].startswith("/en") else "ja"
        await self._app(scope, receive, _Mender(send, language).send)


class _Mender:
    """Holds back an HTML response until it is whole, then sends it mended."""

    def __init__(self, send: Send, language: str) -> None:
        self._send, self._language = send, language
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
            if _is_page(message):
                self._start = message
                return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = mended(self._body.decode("utf-8"), self._language).encode("utf-8")
        kept = [h for h in start["headers"] if h[0].lower() != b"content-length"]
        start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    headers = {key.lower(): value for key, value in message.get("headers", [])}
    plain = b"content-encoding" not in headers
    return plain and headers.get(b"content-type", b"").startswith(b"text/html")


def mended(sheet: str, language: str) -> str:
    """A page in its own language, without the words and pictures that advertise Gradio.

    >>> mended('<html lang="en"><meta property="og:title" content="Gradio" /><p>', "ja")
    '<html lang="ja"><p>'
    """
    sheet = _META.sub("", sheet)
    return re.sub(r'(<html\s[^>]*?)lang="[a-z]*"', rf'\1lang="{language}"', sheet, count=1)
