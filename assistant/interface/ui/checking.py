"""Whether a quote agrees with the file on the disk at this very moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from assistant.records import Quote, Source

Check = Callable[[Quote], bool]


def checker(corpus: Path, sources: dict[str, Source]) -> Check:
    """A check for the quotes of one answer; each file is read and hashed once, now."""

    @cache
    def now(name: str) -> tuple[str, str]:
        try:
            data = (corpus / sources[name].file).read_bytes()
            return hashlib.sha256(data).hexdigest(), data.decode("utf-8")
        except (KeyError, OSError, UnicodeDecodeError):
            return "", ""

    def agrees(quote: Quote) -> bool:
        digest, words = now(quote.document)
        return digest == quote.sha256 and words[quote.start : quote.end] == quote.text

    return agrees
