"""The door of 管理: who signs in with the password gets a token; wrong tries are slowed down.

Tries are counted all together and not by who makes them: nothing is known of visitors, and behind
a proxy all of them have one address anyway.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from typing import Literal

from assistant.interface.ui.admin.password import matches

MOST_TRIES, WINDOW_SECONDS = 5, 60.0
WRONG_SECONDS = 1.0
IDLE_SECONDS = 2 * 60 * 60.0
MOST_SESSIONS = 20

Refusal = Literal["wrong", "wait"]
Clock = Callable[[], float]


class Door:
    """The password's hash, the tries made lately and the tokens given out, in memory alone."""

    def __init__(
        self,
        line: str,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line, self._clock, self._sleep = line, clock, sleep
        self._trying, self._lock = threading.Lock(), threading.Lock()
        self._wrong: list[float] = []
        self._tokens: dict[str, float] = {}

    def sign_in(self, password: str) -> tuple[str, Refusal | None]:
        """A new token, or why there is none; one try at a time, and a wrong one takes a second."""
        with self._trying:
            now = self._clock()
            self._wrong = [at for at in self._wrong if now - at < WINDOW_SECONDS]
            if len(self._wrong) >= MOST_TRIES:
                return "", "wait"
            if not matches(password, self._line):
                self._wrong.append(now)
                self._sleep(WRONG_SECONDS)
                return "", "wrong"
            self._wrong.clear()
        return self._issued(), None

    def _issued(self) -> str:
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._drop_old()
            while len(self._tokens) >= MOST_SESSIONS:
                self._tokens.pop(next(iter(self._tokens)))
            self._tokens[_key(token)] = self._clock()
        return token

    def knows(self, token: str) -> bool:
        """Whether a token was given out and has been used within two hours."""
        with self._lock:
            self._drop_old()
            known = _key(token) in self._tokens
            if known:
                self._tokens[_key(token)] = self._clock()
        return known

    def sign_out(self, token: str) -> None:
        """Forget a token."""
        with self._lock:
            self._tokens.pop(_key(token), None)

    def _drop_old(self) -> None:
        now = self._clock()
        self._tokens = {k: at for k, at in self._tokens.items() if now - at < IDLE_SECONDS}


def _key(token: str) -> str:
    """What is looked up: a hash, so that the time of the look-up tells nothing of the token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
