"""The head of the page: its name, its screens and how they are displayed."""

from __future__ import annotations

from assistant.interface.ui.markup import Html, element, text
from assistant.interface.ui.resources import Words, read
from assistant.interface.ui.ruby import readings


def top(words: Words, screens: tuple[str, ...]) -> None:
    """Put the head on the page that is being built."""
    import gradio as gr

    gr.HTML(
        html_template="${skeleton}",
        skeleton=skeleton(words, screens),
        js_on_load=f"{read('top.js')}\n{read('ruby.js')}",
        elem_id="top",
        apply_default_css=False,
        server_functions=[readings],
    )


def skeleton(words: Words, screens: tuple[str, ...]) -> Html:
    """Name, switches, and the line that tells screen readers what has happened."""
    return element(
        "header",
        element("a", text(words["skip"]), href="#question", class_="skip"),
        element(
            "div",
            element("h1", text(words["title"])),
            element("p", text(words["tagline"]), class_="tagline"),
            class_="brand",
        ),
        _screens(words, screens),
        _settings(words),
        element("div", id="announcer", role="status", aria_live="polite", class_="unseen"),
        class_="top",
        data_printed_on=words["printed_on"],
    )


def _screens(words: Words, screens: tuple[str, ...]) -> Html:
    buttons = (
        element(
            "button",
            text(words[name]),
            type="button",
            data_screen=name,
            aria_current="page" if name == "ask" else None,
        )
        for name in screens
    )
    return element(
        "nav", *buttons, aria_label=words["screens"], class_="screens", hidden=len(screens) < 2
    )


def _settings(words: Words) -> Html:
    other = element(
        "a",
        text(words["other_language"]),
        href=words["other_language_path"],
        lang=words["other_language_code"],
        hreflang=words["other_language_code"],
        class_="language",
    )
    return element(
        "div",
        element(
            "button", text(words["furigana"]), type="button", id="furigana", aria_pressed="false"
        ),
        _sizes(words),
        _theme(words),
        other,
        role="group",
        aria_label=words["settings"],
        class_="settings",
    )


def _sizes(words: Words) -> Html:
    buttons = (
        element(
            "button",
            text(sign),
            element("span", text(f" {words[name]}"), class_="unseen"),
            type="button",
            data_size=step,
        )
        for sign, name, step in (("A−", "smaller", -1), ("A＋", "larger", 1))
    )
    return element("span", *buttons, class_="sizes")


def _theme(words: Words) -> Html:
    options = (
        element("option", text(words[f"theme_{name}"]), value=name)
        for name in ("auto", "light", "dark")
    )
    choice = element("select", *options, id="theme", aria_label=words["theme"], name="theme")
    label = element("label", text(words["theme"]), for_="theme")
    return element("span", label, choice, class_="colours")
