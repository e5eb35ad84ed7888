"""What 管理 asks of the server: POST and GET below /admin, for one who has signed in alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.interface.ui.admin.door import IDLE_SECONDS, Door
from assistant.interface.ui.admin.overview import documents_html, index_html, records_html
from assistant.interface.ui.admin.rebuilding import Rebuilder
from assistant.interface.ui.admin.report import announcement, outcome_html, progress_html
from assistant.interface.ui.admin.trial import trial_html, tried
from assistant.interface.ui.desk import Desk
from assistant.interface.ui.ledger import Ledger
from assistant.interface.ui.resources import LANGUAGES, Words, words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

COOKIE = "keniki_admin"
LONGEST_BODY = 16_384
# One try of a password at a time, and a keeper or two: they take no thread from those who ask.
_AT_ONCE = 2
_log = logging.getLogger(__name__)

Asked = dict[str, Any]
Work = Callable[["Office", Asked, Words], tuple[int, dict[str, Any]]]


@dataclass(frozen=True)
class Office:
    """What the endpoints work with."""

    desk: Desk
    door: Door
    rebuilder: Rebuilder
    kept: Ledger | None


def routes(office: Office) -> list[Route]:
    """The endpoints; a site without a password has none of them."""
    from anyio import CapacityLimiter
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    limiter, doorstep = CapacityLimiter(_AT_ONCE), CapacityLimiter(1)

    async def home(request: Request) -> Response:
        return RedirectResponse(request.url.path.removesuffix("admin") + "?screen=admin")

    works: dict[str, Work] = {
        "overview": _overview,
        "rebuild": _rebuild,
        "progress": _progress,
        "trial": _trial,
        "delete": _delete,
    }
    found = [Route(path, home, methods=["GET"]) for path in ("/admin", "/en/admin")]
    found.append(Route("/admin/sign-in", _sign_in(office, doorstep), methods=["POST"]))
    found.append(Route("/admin/sign-out", _sign_out(office), methods=["POST"]))
    for name, work in works.items():
        endpoint = _endpoint(office, work, limiter)
        found.append(Route(f"/admin/{name}", endpoint, methods=["POST"]))
    return found


def _sign_in(office: Office, limiter: Any) -> Callable[[Request], Awaitable[Response]]:  # noqa: ANN401
    async def sign_in(request: Request) -> Response:
        from anyio.to_thread import run_sync

        asked = await _read(request)
        said = _words(asked)
        if asked is None:
            return _refusal(400, said["admin_failed"])
        password = str(asked.get("password", ""))
        token, why = await run_sync(office.door.sign_in, password, limiter=limiter)
        if why:
            return _refusal(429 if why == "wait" else 403, said[f"sign_in_{why}"])
        response = _json({"said": said["signed_in"]})
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(IDLE_SECONDS),
            path="/admin",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    return sign_in


def _sign_out(office: Office) -> Callable[[Request], Awaitable[Response]]:
    async def sign_out(request: Request) -> Response:
        asked = await _read(request)
        if asked is None:
            return _refusal(400, _words(asked)["admin_failed"])
        office.door.sign_out(request.cookies.get(COOKIE, ""))
        response = _json({"said": _words(asked)["signed_out"]})
        response.delete_cookie(COOKIE, path="/admin", httponly=True, samesite="strict")
        return response

    return sign_out


def _endpoint(
    office: Office, work: Work, limiter: Any  # noqa: ANN401
) -> Callable[[Request], Awaitable[Response]]:  # fmt: skip
    async def endpoint(request: Request) -> Response:
        from anyio.to_thread import run_sync

        asked = await _read(request)
        said = _words(asked)
        if not office.door.knows(request.cookies.get(COOKIE, "")):
            return _refusal(401, said["sign_in_again"])
        if asked is None:
            return _refusal(400, said["admin_failed"])
        try:
            status, answer = await run_sync(work, office, asked, said, limiter=limiter)
        except AssistantError as error:
            return _refusal(400, str(error))
        except Exception:
            _log.exception("管理: %s", request.url.path)
            return _refusal(500, said["admin_failed"])
        return _json(answer, status)

    return endpoint


async def _read(request: Request) -> Asked | None:
    """The JSON object of a request; None for anything else.

    A form of another site cannot send JSON, which together with the cookie's SameSite keeps other
    sites from acting in the keeper's name.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return None
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


def _words(asked: Asked | None) -> Words:
    language = (asked or {}).get("language")
    return words(language if language in LANGUAGES else "ja")


def _refusal(status: int, message: str) -> Response:
    return _json({"error": message}, status)


def _json(value: dict[str, Any], status: int = 200) -> Response:
    from starlette.responses import Response

    # Half a pair of surrogates, as JSON may carry, would not come out as UTF-8.
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"cache-control": "no-store"}
    return Response(body, status, headers, media_type="application/json")


# What each endpoint does


def _overview(office: Office, asked: Asked, said: Words) -> tuple[int, dict[str, Any]]:
    desk = office.desk.now()
    parts = {
        "index": index_html(desk.assistant, said),
        "documents": documents_html(desk, said),
        "records": records_html(office.kept, said),
    }
    return 200, {"parts": parts, **_stage(office, said)}


def _stage(office: Office, said: Words) -> dict[str, Any]:
    stage = office.rebuilder.stage
    return {
        "running": stage.running,
        "progress": progress_html(stage, said) if stage.running else "",
        "outcome": outcome_html(stage, said),
        "announce": announcement(stage, said),
    }


def _progress(office: Office, asked: Asked, said: Words) -> tuple[int, dict[str, Any]]:
    return 200, _stage(office, said)


def _rebuild(office: Office, asked: Asked, said: Words) -> tuple[int, dict[str, Any]]:
    if not office.rebuilder.start():
        return 409, {"error": said["rebuild_busy"]}
    return 202, {"said": said["rebuild_begun"], **_stage(office, said)}


def _trial(office: Office, asked: Asked, said: Words) -> tuple[int, dict[str, Any]]:
    trial = tried(office.desk.now().assistant, str(asked.get("question", "")))
    return 200, {"html": trial_html(trial, said)}


def _delete(office: Office, asked: Asked, said: Words) -> tuple[int, dict[str, Any]]:
    if office.kept is None:
        return 404, {"error": said["records_off"]}
    office.kept.clear(str(asked.get("list", "")))
    return 200, {"said": said["deleted"], "html": records_html(office.kept, said)}
