"""条文を引く and 文書を読む in a real browser: addresses, suggestions, links, whole texts."""

import pytest
from browsing import (
    DESKTOP,
    ROOT,
    opened_page,
    shoot,
    show_screen,
)

pytestmark = pytest.mark.browser


def test_a_clause_is_looked_up_by_suggestion(page):
    show_screen(page, "lookup")
    page.locator("#address").press_sequentially("救急")
    page.wait_for_selector("#suggestions [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#address").get_attribute("aria-activedescendant") == "suggestion-0"
    shoot(page, "lookup-suggestions")
    page.locator("#suggestions [role=option]", has_text="乙の役割").click()
    page.wait_for_selector("#screen-lookup mark")
    marked = "".join(page.locator("#screen-lookup mark").all_inner_texts())
    text = (ROOT / "corpus/iwamizawa-bibai.txt").read_text(encoding="utf-8")
    assert marked in text
    assert "救急医療体制" in marked
    assert "doc=iwamizawa-bibai" in page.url
    shoot(page, "lookup")


@pytest.mark.parametrize("address", ["第６条第３項", "第六条第三項", "6条3項"])
def test_an_address_in_any_numerals_is_looked_up(page, address: str):
    show_screen(page, "lookup")
    page.fill("#address", address)
    page.keyboard.press("Enter")
    page.wait_for_selector(".found-clause .card")
    assert "第6条第3項" in page.locator(".found-clause .citation").first.inner_text()
    page.wait_for_selector("#screen-lookup .pane mark")


def test_a_permanent_link_opens_its_clause(browser, page_server):
    link = f"{page_server}?doc=iwamizawa-bibai&path=第6条/第3項"
    for tab in opened_page(browser, link, DESKTOP, "#address"):
        tab.wait_for_selector("#screen-lookup mark")
        marked = "".join(tab.locator("#screen-lookup mark").all_inner_texts())
        assert marked.startswith("この協定は、第1項の規定による通告があった日から起算して、2年")
        led = tab.locator("#screen-lookup .relations button", has_text="第1項")
        led.first.click()
        tab.wait_for_function(
            "document.querySelector('#screen-lookup mark').textContent.startsWith('甲又は乙は')"
        )


def test_a_document_is_read_whole_and_searched(page):
    show_screen(page, "library")
    page.select_option("#library-document", "sapporo")
    text = (ROOT / "corpus/sapporo.txt").read_text(encoding="utf-8")
    # Another document may still be shown, its notices too.
    page.wait_for_function(
        "start => document.querySelector('.passage')?.textContent.startsWith(start)",
        arg=text[:40],
    )
    shown = page.locator("#screen-library .passage").evaluate("e => e.textContent")
    assert shown == text
    page.fill("#find", "長沼町")
    page.wait_for_function("document.querySelector('.found').textContent.startsWith('1 / ')")
    count = page.locator(".found").inner_text()
    assert count == f"1 / {text.count('長沼町')} 件"
    shoot(page, "library")
