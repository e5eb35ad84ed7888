"""The page for everyone: by keyboard, heard, printed, enlarged, read with ruby, on any screen."""

import pytest
from browsing import (
    ABOLISH,
    DESKTOP,
    SCREENSHOTS,
    ask,
    everywhere,
    opened_page,
    shoot,
    show_screen,
    violations,
)

pytestmark = pytest.mark.browser

PENALTY = "協定に違反したときの罰則は？"
# For each language: where it is, and questions that are answered, refused and not clear.
LANGUAGES = {
    "ja": ("", ABOLISH, PENALTY, "電話番号は？"),
    "en": (
        "en/",
        "How can the agreement be terminated?",
        "What is the weather in London?",
        "What is the phone number?",
    ),
}
REFUSALS = {"not_found", "out_of_scope"}
# What has the focus: what it is called, whether it is framed, and whether anything is before it.
FOCUS = """() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const at = (x, y) => document.elementFromPoint(x, y);
  const top = at(box.left + Math.min(box.width, 40) / 2, Math.max(box.top, 0) + 8);
  return {
    name: e.id || e.dataset.action || e.className || e.textContent,
    framed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: e === document.body || (!!top && (e.contains(top) || top.contains(e))),
    body: e === document.body,
  };
}"""
# Boxes that cut off what is in them, or stand out of the window.
CUT = """() => [...document.querySelectorAll('header.top *, .two-sides *')].filter((e) => {
  if (!e.checkVisibility() || e.closest('.unseen, .skip, select')) return false;
  const box = e.getBoundingClientRect();
  const clips = ['hidden', 'clip'].includes(getComputedStyle(e).overflowX);
  return (clips && e.scrollWidth > e.clientWidth + 1)
    || (box.width > 0 && (box.left < -1 || box.right > innerWidth + 1));
}).map((e) => e.outerHTML.slice(0, 100))"""
RECORD_SPEECH = """Object.defineProperty(window, 'speechSynthesis', { value: {
  speaking: false, cancel() {},
  speak(said) { (window.spoken ||= []).push([said.text, said.lang]); },
} })"""


# axe-core on every screen and state


def open_source(tab) -> None:
    tab.locator(".reply:not(.refusal) .card .quoted").first.click()
    tab.wait_for_selector("mark >> visible=true")
    tab.locator(".ref >> visible=true").first.click()
    tab.wait_for_selector(".unfolded >> visible=true")


def suggest(tab) -> None:
    tab.fill("#address", "")
    tab.locator("#address").press_sequentially("医療")
    tab.wait_for_selector("#suggestions [role=option]")
    tab.keyboard.press("ArrowDown")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_kept_out(browser, page_server, axe, language):
    path, answered, refused, unclear = LANGUAGES[language]
    for tab in opened_page(browser, page_server + path, DESKTOP):
        found = everywhere(tab, axe, f"start-{language}")
        ask(tab, unclear)
        assert tab.locator(".reply").last.get_attribute("data-outcome") == "unclear"
        found += everywhere(tab, axe, f"unclear-{language}")
        ask(tab, answered)
        assert tab.locator(".reply").last.get_attribute("data-outcome") == "answered"
        found += everywhere(tab, axe, f"source-{language}", open_source)
        ask(tab, refused)
        assert tab.locator(".reply").last.get_attribute("data-outcome") in REFUSALS
        found += everywhere(tab, axe, f"refusal-{language}")
        show_screen(tab, "lookup")
        found += everywhere(tab, axe, f"suggestions-{language}", suggest)
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#screen-lookup mark")
        found += everywhere(tab, axe, f"lookup-{language}")
        show_screen(tab, "library")
        tab.wait_for_selector("#screen-library .passage")
        found += everywhere(tab, axe, f"library-{language}")
        assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_while_the_page_loads_and_without_an_answer(
    browser, page_server, axe, scheme
):
    for tab in opened_page(browser, page_server, DESKTOP):
        tab.evaluate("name => Keniki.theme(name)", scheme)
        tab.route("**/assets/HTML-*.js", lambda _: None)
        tab.goto(page_server, wait_until="commit")
        tab.wait_for_selector("p.loading")
        assert violations(tab, axe) == []
        tab.unroute_all()
        tab.reload()
        tab.wait_for_selector("#question")
        tab.route("**/component_server/**", lambda _: None)
        tab.fill("#question", ABOLISH)
        tab.press("#question", "Enter")
        tab.wait_for_selector(".working")
        assert violations(tab, axe) == []


# By keyboard, and heard


def tab_to(tab, name: str, passed: list[str] | None = None) -> None:
    """Press Tab until something of this name has the focus; what has it can always be seen."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        tab.wait_for_timeout(20)
        focus = tab.evaluate(FOCUS)
        assert focus["body"] or (focus["framed"] and focus["seen"]), focus
        if passed is not None:
            passed.append(focus["name"])
        if focus["name"] == name:
            return
    pytest.fail(f"no Tab leads to {name}")


def wait_to_hear(tab, words: str) -> None:
    tab.wait_for_function(
        "words => document.getElementById('announcer').textContent.includes(words)", arg=words
    )


def test_everything_by_keyboard_alone(page, assistant):
    assert page.locator("#announcer").get_attribute("aria-live") == "polite"
    page.keyboard.type(ABOLISH)
    page.keyboard.press("Enter")
    page.wait_for_selector(".reply .card")
    quote = assistant.ask(ABOLISH).quotes[0]
    wait_to_hear(page, quote.text)
    wait_to_hear(page, quote.citation)
    passed: list[str] = []
    tab_to(page, "open", passed)
    for control in ("skip", "furigana", "theme", "language"):
        assert control in passed
    page.keyboard.press("Enter")
    page.wait_for_selector(".pane mark")
    page.wait_for_function("document.activeElement.id === 'source-title'")
    assert page.evaluate(FOCUS)["framed"]
    tab_to(page, "ref")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pane .unfolded")
    tab_to(page, "copy")
    page.keyboard.press("Enter")
    wait_to_hear(page, "写しました")
    for action in ("open", "copy", "speak", "official", "chip", "scope", "question"):
        tab_to(page, action)
    page.keyboard.type(PENALTY)
    page.keyboard.press("Enter")
    wait_to_hear(page, "文書に答えの記載がありません")
    wait_to_hear(page, assistant.ask(PENALTY).message[:20])


def test_a_clause_is_looked_up_and_a_document_searched_by_keyboard_alone(page):
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.screen") == "lookup":
            break
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["name"] == "address"
    page.keyboard.type("第6条第3項")
    wait_to_hear(page, "候補")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#screen-lookup mark")
    wait_to_hear(page, "表示しました")
    tab_to(page, "copy")
    page.evaluate("document.querySelector('.screens [data-screen=library]').focus()")
    page.keyboard.press("Enter")
    tab_to(page, "find")
    page.keyboard.type("連携")
    page.wait_for_function("document.querySelector('.found').textContent.startsWith('1 / ')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.found').textContent.startsWith('2 / ')")


def test_a_quote_is_read_aloud_in_its_own_words(browser, page_server, assistant):
    for tab in opened_page(browser, page_server, DESKTOP):
        tab.add_init_script(RECORD_SPEECH)
        tab.reload()
        ask(tab, ABOLISH)
        tab.locator(".card [data-action=speak]").first.click()
        tab.click("#furigana")
        tab.wait_for_selector(".quoted ruby rt")
        tab.locator(".card [data-action=speak]").first.click()
        said = [assistant.ask(ABOLISH).quotes[0].text, "ja-JP"]
        assert tab.evaluate("window.spoken") == [said, said]


# Copied and printed


def test_what_is_copied_is_the_quotation_as_it_stands_in_the_source(page, assistant, documents):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, ABOLISH)
    quote = assistant.ask(ABOLISH).quotes[0]
    assert documents[quote.document].text[quote.start : quote.end] == quote.text
    card = page.locator(".reply .card").first
    for ruby in ("off", "on"):
        if ruby == "on":
            page.click("#furigana")
            page.wait_for_selector(".quoted ruby rt")
            assert "きょうてい" in page.locator(".quoted rt").all_inner_texts()
            shoot(page, "furigana")
        page.evaluate("navigator.clipboard.writeText('')")
        card.locator("[data-action=copy]").click()
        wait_to_hear(page, "引用と出典を写しました")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"「{quote.text}」（{quote.citation}）"
        # And by hand, with the words selected.
        page.evaluate("getSelection().selectAllChildren(document.querySelector('.quoted'))")
        page.keyboard.press("Control+c")
        assert page.evaluate("navigator.clipboard.readText()").strip() == quote.text
        page.evaluate("getSelection().removeAllRanges()")
    card.locator(".quoted").click()
    wait_to_hear(page, "根拠を表示しました")
    page.locator(".pane [data-action=copy]").click()
    page.wait_for_function(
        "async (words) => await navigator.clipboard.readText() === words", arg=quote.citation
    )
    page.click("#furigana")
    assert page.locator("ruby").count() == 0


def test_print_shows_the_answer_its_citation_and_the_date(page):
    page.evaluate("Keniki.theme('dark')")
    ask(page, ABOLISH)
    page.locator(".card .quoted").first.click()
    page.wait_for_selector(".pane mark")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.pdf(path=SCREENSHOTS / "print.pdf")  # as the browser itself prints, with its events
    page.emulate_media(media="print")
    for shown in (".asked p", ".reply .message", ".quoted", ".citation", ".check"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".composer", ".settings", ".screens", ".actions", ".next", ".pane", ".skip"):
        assert not page.locator(f"{hidden} >> visible=true").count(), hidden
    date = page.evaluate("new Date().toLocaleDateString('ja')")
    head = "getComputedStyle(document.querySelector('header.top'), '::after').content"
    assert page.evaluate(head) == f'"印刷日 {date}"'
    paper = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    shoot(page, "print")


# Enlarged, and as one chose it


@pytest.mark.parametrize("way", ["zoom", "text"])
def test_twice_the_size_still_fits(browser, page_server, way):
    """A window of 1280×800 at 200 %, and doubled text in the whole window."""
    size = {"width": 640, "height": 400} if way == "zoom" else DESKTOP
    for tab in opened_page(browser, page_server, size):
        if way == "text":
            tab.evaluate("Keniki.enlarge('200')")
        assert tab.evaluate(CUT) == []
        ask(tab, ABOLISH)
        tab.locator(".card .quoted").first.click()
        tab.wait_for_selector("mark >> visible=true")
        shoot(tab, f"twice-{way}-ask")
        for screen, there in (("ask", ".card"), ("lookup", "#address"), ("library", ".passage")):
            show_screen(tab, screen)
            tab.wait_for_selector(f"#screen-{screen} {there}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert tab.evaluate(CUT) == []
            shoot(tab, f"twice-{way}-{screen}")


def test_size_and_colours_are_remembered(page):
    page.click("[data-size='1']")
    page.select_option("#theme", "dark")
    page.reload()
    page.wait_for_selector("#question")
    root = page.locator("html")
    assert root.get_attribute("data-theme") == "dark"
    assert "112.5%" in root.get_attribute("style")
