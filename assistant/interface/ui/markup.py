"""HTML by small functions: what is not Html is escaped, so text can never become markup."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import NewType

Html = NewType("Html", str)
Attribute = str | int | bool | None

_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})


def text(words: str) -> Html:
    """Words as they are, shown and never run.

    >>> text("<b>&")
    '&lt;b&gt;&amp;'
    """
    return Html(html.escape(words))


def join(parts: Iterable[Html], between: str = "") -> Html:
    """Several pieces one after the other."""
    return Html(html.escape(between).join(parts))


def element(name: str, /, *children: Html, **attributes: Attribute) -> Html:
    """An element; `class_` and `data_x` stand for `class` and `data-x`, False and None for none.

    >>> element("p", text("1 < 2"), class_="sum", data_n=3, hidden=True, title=None)
    '<p class="sum" data-n="3" hidden>1 &lt; 2</p>'
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _EMPTY:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
