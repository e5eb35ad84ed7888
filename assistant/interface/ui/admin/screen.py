"""管理 as it stands before anyone has signed in: the form, and empty places for the rest."""

from __future__ import annotations

from assistant.interface.ui.admin.password import LONGEST
from assistant.interface.ui.markup import Html, element, text
from assistant.interface.ui.resources import Words, read

LONGEST_QUESTION = 2000
_SAID = ("admin_failed", "rebuild_begun", "signed_in", "signed_out", "trial_working", "trial_done")


def admin_screen(words: Words) -> None:
    """Put the screen on the page that is being built."""
    import gradio as gr

    gr.HTML(
        html_template="${skeleton}",
        skeleton=skeleton(words),
        js_on_load=read("admin/admin.js"),
        elem_id="screen-admin",
        apply_default_css=False,
    )


def skeleton(words: Words) -> Html:
    """Nothing of it is secret: what is comes only to one who has signed in."""
    said = {f"data_{key}": words[key] for key in _SAID}
    return element(
        "div",
        _sign_in(words),
        _office(words),
        class_="two-sides admin",
        data_language=words["language_code"],
        **said,
    )


def _sign_in(words: Words) -> Html:
    field = element(
        "input",
        id="admin-password",
        type="password",
        autocomplete="current-password",
        maxlength=LONGEST,
        required=True,
        aria_describedby="admin-refused",
    )
    entry = element(
        "div",
        field,
        element("button", text(words["sign_in"]), type="submit", class_="primary"),
        class_="entry",
    )
    form = element(
        "form",
        element("label", text(words["password"]), for_="admin-password"),
        entry,
        element("p", id="admin-refused", class_="refused-line"),
        class_="fields",
    )
    return element(
        "section",
        element("h2", text(words["admin"]), id="admin-title", tabindex="-1"),
        element("p", text(words["sign_in_about"])),
        form,
        class_="sign-in panel",
        aria_labelledby="admin-title",
    )


def _office(words: Words) -> Html:
    head = element(
        "div",
        element("h2", text(words["admin"]), tabindex="-1"),
        element("button", text(words["sign_out"]), type="button", class_="secondary sign-out"),
        class_="office-head",
    )
    return element(
        "div",
        head,
        _panel("index", words, _rebuild(words)),
        _panel("documents", words),
        _panel("rebuilt", words),
        _panel("trial", words, _trial(words)),
        _panel("records", words),
        class_="office",
        hidden=True,
    )


def _panel(name: str, words: Words, below: Html = Html("")) -> Html:  # noqa: B008
    return element(
        "section",
        element("h3", text(words[f"panel_{name}"]), id=f"panel-{name}", tabindex="-1"),
        element("div", class_="filled", data_part=name),
        below,
        class_=f"panel panel-{name}",
        aria_labelledby=f"panel-{name}",
        hidden=name == "rebuilt",
    )


def _rebuild(words: Words) -> Html:
    return element(
        "div",
        element("p", text(words["rebuild_about"]), class_="small-print"),
        element("button", text(words["rebuild"]), type="button", class_="primary rebuild"),
        element("div", class_="progress", hidden=True),
        element("p", class_="refused-line"),
        class_="rebuilding",
    )


def _trial(words: Words) -> Html:
    field = element(
        "input", id="trial-question", type="text", autocomplete="off", maxlength=LONGEST_QUESTION,
        placeholder=words["question_hint"],
    )  # fmt: skip
    entry = element(
        "div",
        field,
        element("button", text(words["trial_run"]), type="submit", class_="primary"),
        class_="entry",
    )
    return element(
        "div",
        element("p", text(words["trial_about"]), class_="small-print"),
        element(
            "form",
            element("label", text(words["question"]), for_="trial-question"),
            entry,
            class_="fields",
        ),
        element("div", class_="tried"),
    )
