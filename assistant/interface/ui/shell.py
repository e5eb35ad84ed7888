"""The sheet of HTML around the page: its language and title, and no way to any other host."""

from __future__ import annotations

import gzip
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
# The names of these files change with what is in them.
_LASTING = (b"cache-control", b"public, max-age=31536000, immutable")
_ROOT = re.compile(r'const root = "https?://[^/"]*(?P<path>/[^"]*)?";')
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
        if scope["path"] == "/mcp":
            scope = {**scope, "path": "/mcp/", "raw_path": b"/mcp/"}
        await self._app(scope, receive, _Mender(send, scope).send)


class _Mender:
    """Holds back an HTML response until it is whole, then sends it mended."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send, self._path = send, str(scope["path"])
        self._packs = any(k == b"accept-encoding" and b"gzip" in v for k, v in scope["headers"])
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
            if message["status"] == 200 and re.match(r"(/en)?/assets/", self._path):
                message["headers"].append(_LASTING)
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
        language = "en" if self._path.startswith("/en") else "ja"
        body = mended(self._body.decode("utf-8"), language).encode("utf-8")
        headers = [h for h in start["headers"] if h[0].lower() != b"content-length"]
        headers.append((b"vary", b"accept-encoding"))
        if self._packs:
            body = gzip.compress(body, 5)
            headers.append((b"content-encoding", b"gzip"))
        start["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    headers = {key.lower(): value for key, value in message.get("headers", [])}
    plain = b"content-encoding" not in headers
    return plain and headers.get(b"content-type", b"").startswith(b"text/html")


def mended(sheet: str, language: str) -> str:
    """A page in its own language, without the words and pictures that advertise Gradio.

    It calls the server at the address at which it was opened, whatever a proxy calls that server.

    >>> mended('<html lang="en"><meta property="og:title" content="Gradio" /><p>', "ja")
    '<html lang="ja"><p>'
    >>> mended('const root = "http://127.0.0.1:7860/en";', "en")
    'const root = window.gradio_config.root = window.location.origin + "/en";'
    """
    sheet = _META.sub("", sheet)
    here = r'const root = window.gradio_config.root = window.location.origin + "\g<path>";'
    sheet = _ROOT.sub(here, sheet, count=1)
    return re.sub(r'(<html\s[^>]*?)lang="[a-z]*"', rf'\1lang="{language}"', sheet, count=1)
