"""For programs: ask, lookup, outline and search_clauses by REST and by MCP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from assistant.answering.quotes import quote
from assistant.answering.retrieval import ranking
from assistant.errors import AssistantError, UsageError
from assistant.interface.rendering import answer_json, outline_json, quote_json
from assistant.interface.ui.desk import Desk
from assistant.records import Query

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from mcp.server.fastmcp import FastMCP

MOST_CLAUSES = 50
# Calls of programs under way at once, by REST on each page and by MCP; of the server's 40 threads
# they leave most to visitors.
AT_ONCE = 6
_HERE = ("127.0.0.1", "localhost", "[::1]")


def endpoints(desk: Desk) -> None:
    """Name the REST endpoints on the page that is being built."""
    import gradio as gr

    for function in functions(desk):
        gr.api(
            _explained(function),
            api_name=function.__name__,
            concurrency_limit=AT_ONCE,
            concurrency_id="programs",
        )


def mcp_server(desk: Desk, hosts: Sequence[str] = ()) -> FastMCP:
    """The same functions as MCP tools, their answers as JSON text and as structured content.

    `hosts` are the names, beside this machine's own, by which the tools may be called.
    """
    from anyio import CapacityLimiter
    from mcp.server.fastmcp import FastMCP
    from mcp.server.transport_security import TransportSecuritySettings

    names = [*_HERE, *hosts]
    called = [f"{name}{port}" for name in names for port in ("", ":*")]

    server = FastMCP(
        "keniki",
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        log_level="ERROR",
        # A page of another site must not reach a server inside the office through a visitor's
        # browser, under a name that it made up (DNS rebinding).
        transport_security=TransportSecuritySettings(
            allowed_hosts=called,
            allowed_origins=[f"{way}://{name}" for way in ("http", "https") for name in called],
        ),
    )
    limiter = CapacityLimiter(AT_ONCE)
    for function in functions(desk):
        server.add_tool(_in_thread(function, limiter))
    return server


def _in_thread(function: Callable[..., Any], limiter: CapacityLimiter) -> Callable[..., Any]:
    """The function beside the event loop, where it would hold up every visitor."""
    from anyio.to_thread import run_sync

    @wraps(function)
    async def called(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return await run_sync(partial(function, *args, **kwargs), limiter=limiter)

    return called


def functions(desk: Desk) -> tuple[Callable[..., Any], ...]:
    """What programs may call."""

    def ask(
        question: str, earlier: list[str] | None = None, document: str = ""
    ) -> dict[str, object]:
        """Answer a question with verbatim quotations from the documents, or say why there is none.

        Args:
            question: the question, in Japanese or another language, up to 2,000 characters
            earlier: the questions asked before it in the same conversation, oldest first
            document: the id of the only document to answer from; empty for all
        """
        return _ask(desk.now(), question, earlier or [], document)

    def lookup(reference: str, document: str = "") -> dict[str, object]:
        """The clause at an address, word for word: 第6条第3項, 別表1 医療 乙の役割, Article 6.

        Args:
            reference: the address, in any numerals, with a document's or municipality's name or not
            document: the id of the only document to look in; empty for all
        """
        here = desk.now()
        return answer_json(here.assistant.lookup(reference, _known(here, document)))

    def outline(document: str) -> list[dict[str, object]]:
        """The tree of one document: every part with its path, offsets, heading and references.

        Args:
            document: the id of the document, such as iwamizawa-bibai
        """
        here = desk.now()
        found = here.reading(document)
        if found is None:
            raise UsageError(_unknown(here, document))
        return outline_json(found)

    def search_clauses(words: str, count: int = 10, document: str = "") -> list[dict[str, object]]:
        """The clauses nearest to some words, best first, whether or not they answer anything.

        Args:
            words: what to search for
            count: how many clauses to return, 1 to 50
            document: the id of the only document to search; empty for all
        """
        return _search(desk.now(), words, count, document)

    return ask, lookup, outline, search_clauses


def _explained(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its refusals as messages that Gradio passes on."""
    import gradio as gr

    @wraps(function)
    def explained(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        try:
            return function(*args, **kwargs)
        except AssistantError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return explained


def _unknown(desk: Desk, document: str) -> str:
    known = "、".join(desk.readings)
    return f"文書 {document!r} はありません。{known} のどれかを指定してください。"


def _known(desk: Desk, document: str) -> str | None:
    if document and document not in desk.readings:
        raise UsageError(_unknown(desk, document))
    return document or None


def _ask(desk: Desk, question: str, earlier: list[str], document: str) -> dict[str, Any]:
    assistant, source = desk.assistant, _known(desk, document)
    turns: list[Query] = []
    for before in earlier[-20:]:
        turns.append(assistant.converse(before, turns, source)[1])
    return answer_json(assistant.converse(question, turns, source)[0])


def _search(desk: Desk, words: str, count: int, document: str) -> list[dict[str, Any]]:
    assistant, limit = desk.assistant, max(1, min(count, MOST_CLAUSES))
    searcher = assistant.searcher
    query = assistant.reader.understand(words, _known(desk, document))
    hits = ranking(query, searcher, explained=limit)[:limit]
    readings = searcher.catalogue.readings
    return [
        {
            **quote_json(quote(readings[h.chunk.source_id], h.chunk.path, h.chunk.span)),
            "score": round(h.score, 4),
            "found_by": list(h.found_by),
        }
        for h in hits
    ]
