"""What is kept of questions and opinions and what of it is seen; how a password is kept."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from browsing import ABOLISH, ELSEWHERE, MARKUP, PASSWORD, ask, reload_office, shoot

from assistant.errors import AssistantError, UsageError
from assistant.interface.ui.admin import password as passwords
from assistant.interface.ui.admin.door import MOST_TRIES, WINDOW_SECONDS, Door
from assistant.interface.ui.ledger import MOST_ROWS, Ledger
from assistant.interface.ui.masking import LONGEST, masked
from assistant.settings import PASSWORD_VARIABLE, AdminSettings, load_settings


@pytest.fixture(scope="module")
def line() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "records.sqlite3", 90)


# The password


def test_a_password_is_kept_as_a_hash_and_compared_whole(line, monkeypatch):
    assert PASSWORD not in line
    assert passwords.matches(PASSWORD, line)
    assert not passwords.matches(PASSWORD[:-1], line)
    assert not passwords.matches(PASSWORD * 100, line)
    assert passwords.configured(AdminSettings()) == ""
    assert passwords.configured(AdminSettings(line)) == line
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert passwords.matches(PASSWORD, passwords.configured(AdminSettings()))
    monkeypatch.setenv(PASSWORD_VARIABLE, "short")
    with pytest.raises(UsageError, match="8文字以上"):
        passwords.configured(AdminSettings())


@pytest.mark.parametrize(
    "broken", ["secret", "scrypt$1$2$3$4", "scrypt$16$8$1$$", f"scrypt${2**30}$8$1$YQ==$YQ=="]
)
def test_a_line_that_no_command_made_is_refused(broken):
    with pytest.raises(UsageError, match="password_hash"):
        passwords.configured(AdminSettings(broken))


def test_the_command_prints_the_line_for_the_settings(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(passwords.getpass, "getpass", lambda _: PASSWORD)
    assert passwords.main() == 0
    file = tmp_path / "keniki.toml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert passwords.matches(PASSWORD, load_settings(file).admin.password_hash)


def test_wrong_tries_are_slowed_down_and_then_refused(line):
    now, slept = [0.0], []
    door = Door(line, clock=lambda: now[0], sleep=slept.append)
    for _ in range(MOST_TRIES):
        assert door.sign_in("違うパスワード") == ("", "wrong")
    assert slept == [1.0] * MOST_TRIES
    assert door.sign_in(PASSWORD) == ("", "wait")
    now[0] += WINDOW_SECONDS
    token, refusal = door.sign_in(PASSWORD)
    assert refusal is None
    assert door.knows(token)
    assert not door.knows("")
    now[0] += 3 * 60 * 60
    assert not door.knows(token)


@pytest.mark.parametrize(
    "settings",
    [
        "[records]\nkeep = 'yes'",
        "[records]\ndays = 0",
        "[records]\ndays = true",
        "[records]\npath = ''",
        "[admin]\npassword = 'plain'",
        "admin = 3",
    ],
)
def test_settings_of_another_kind_are_refused(tmp_path, settings):
    file = tmp_path / "keniki.toml"
    file.write_text(settings, encoding="utf-8")
    with pytest.raises(UsageError, match=r"keniki\.toml"):
        load_settings(file)


# What is kept


@pytest.mark.browser
def test_an_opinion_is_given_by_keyboard_kept_and_deleted(keeper, visitor, office):
    ask(visitor, ABOLISH)
    row = visitor.locator(".opinion").last
    row.locator("[data-reasons]").focus()
    visitor.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.dataset.verdict") == "clause"
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector(".opinion .said")
    visitor.wait_for_function("document.getElementById('announcer').textContent.includes('ご意見')")
    assert row.locator("[data-verdict=incomplete]").get_attribute("aria-pressed") == "true"
    shoot(visitor, "opinion")
    reload_office(keeper)
    kept = keeper.locator(".panel-records tr", has_text="足りない")
    assert kept.count() == 1
    assert "第6条" in kept.inner_text()
    row.locator("[data-verdict=useful]").click()
    visitor.wait_for_function(
        "document.querySelector('.opinion [data-verdict=useful]').ariaPressed === 'true'"
    )
    reload_office(keeper)
    assert keeper.locator(".panel-records tr", has_text="足りない").count() == 0
    assert keeper.locator(".panel-records .state.good", has_text="役に立った").count() == 1
    keeper.locator(".deletion", has_text="ご意見").locator("[data-sure]").click()
    assert keeper.evaluate("document.activeElement.dataset.delete") == "opinions"
    shoot(keeper, "admin-delete")
    keeper.keyboard.press("Enter")
    keeper.wait_for_function(
        "document.getElementById('announcer').textContent.includes('消しました')"
    )
    assert keeper.locator(".panel-records .state").count() == 0
    with sqlite3.connect(office.records) as base:
        assert base.execute("SELECT count(*) FROM opinions").fetchone() == (0,)
    assert ABOLISH.encode() not in office.records.read_bytes()


@pytest.mark.browser
def test_a_question_without_an_answer_is_kept_as_text_and_says_nothing_of_who_asked(
    keeper, visitor, office
):
    ask(visitor, f"{ELSEWHERE}{MARKUP} taro.yamada@example.jp 090-1234-5678")
    assert visitor.locator(".reply").last.get_attribute("data-outcome") != "answered"
    reload_office(keeper)
    kept = keeper.locator(".panel-records td.said", has_text="ロンドン").first.inner_text()
    assert MARKUP in kept
    assert kept.endswith("［メール］ ［番号］")
    assert keeper.locator("#screen-admin :is(img, script)").count() == 0
    assert keeper.title() != "hacked"
    raw = office.records.read_bytes()
    for trace in (b"taro", b"1234", b"127.0.0.1", b"Chrome", b"session"):
        assert trace not in raw
    with sqlite3.connect(office.records) as base:
        names = {
            c[1] for t in ("questions", "opinions") for c in base.execute(f"PRAGMA table_info({t})")
        }
    assert names == {"id", "day", "question", "outcome", "citation", "useful", "reason"}
    assert office.records.stat().st_mode & 0o077 == 0


@pytest.mark.browser
def test_an_opinion_that_belongs_to_no_answer_is_not_kept(visitor, keeper):
    ask(visitor, ABOLISH)
    row = visitor.locator(".opinion").last
    row.evaluate("(e) => { e.dataset.receipt = 'invented'; }")
    row.locator("[data-verdict=useful]").click()
    visitor.wait_for_selector(".opinion .said")
    assert "もう受け取れません" in row.inner_text()


def test_old_records_go_on_every_write_and_at_the_start(tmp_path):
    file, today = tmp_path / "records.sqlite3", [date(2026, 1, 1)]
    kept = Ledger(file, 90, lambda: today[0])
    kept.add_question("一つ目", "not_found")
    kept.add_opinion(kept.opinion("一つ目", "not_found", "", "other"))
    today[0] += timedelta(days=89)
    kept.add_question("二つ目", "not_found")
    assert [row.question for row in kept.questions()] == ["二つ目", "一つ目"]
    today[0] += timedelta(days=1)
    kept.add_question("三つ目", "not_found")
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT question FROM questions").fetchall() == [
            ("二つ目",),
            ("三つ目",),
        ]
        assert base.execute("SELECT count(*) FROM opinions").fetchone() == (0,)
    today[0] += timedelta(days=365)
    Ledger(file, 90, lambda: today[0])
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT count(*) FROM questions").fetchone() == (0,)


def test_a_flood_of_questions_does_not_fill_the_disk(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.interface.ui.ledger.MOST_ROWS", 20)
    for i in range(50):
        ledger.add_question(f"{i} 番" + "あ" * 5000, "not_found")
    with sqlite3.connect(tmp_path / "records.sqlite3") as base:
        rows = base.execute("SELECT question FROM questions").fetchall()
    assert len(rows) <= 21 < MOST_ROWS
    assert all(len(row[0]) <= LONGEST + 1 for row in rows)


def test_a_file_that_is_no_file_of_records_is_refused_with_a_remedy(tmp_path):
    file = tmp_path / "records.sqlite3"
    file.write_text("これは表ではありません。" * 100, encoding="utf-8")
    for wrong in (file, tmp_path / "missing" / "records.sqlite3"):
        with pytest.raises(UsageError, match=r"\[records\] path"):
            Ledger(wrong, 90)


def test_a_ledger_that_cannot_be_written_holds_up_no_answer(ledger, tmp_path, caplog):
    file = tmp_path / "records.sqlite3"
    file.write_text("壊れた" * 1000, encoding="utf-8")
    ledger.add_question("届かない質問", "not_found")
    assert "could not be kept" in caplog.text
    with pytest.raises(AssistantError, match="もう一度"):
        ledger.add_opinion(ledger.opinion("質問", "answered", "第1条", "useful"))


@pytest.mark.parametrize("table", ["sqlite_master", "questions; DROP TABLE opinions", ""])
def test_only_the_two_lists_can_be_deleted(ledger, table):
    with pytest.raises(AssistantError):
        ledger.clear(table)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("090-1234-5678に電話を", "［番号］に電話を"),
        ("０９０（１２３４）５６７８", "［番号］"),
        ("0126 63 0001 まで", "［番号］ まで"),
        ("電話63-1111です", "電話［番号］です"),
        ("〇九〇一二三四五六七八です", "［番号］です"),
        ("090\u200b1234\u200b5678", "［番号］"),
        ("+81-90-1234-5678", "［番号］"),
        ("〒068-0000の美唄市", "［番号］の美唄市"),
        ("郵便番号0680000", "郵便番号［番号］"),
        ("taro.yamada+x@example.co.jpへ", "［メール］へ"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐへ", "［メール］へ"),
        ("taro(at)example.jp", "［メール］"),
        ("第6条第3項は平成31年4月1日から？", "第6条第3項は平成31年4月1日から？"),
        ("別表1の5の(2)は2019年と2020年で違う？", "別表1の5の(2)は2019年と2020年で違う？"),
        ("一行目\n二行目\u202e", "一行目 二行目"),
        ("\ud800ほか", "ほか"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(question, kept):
    assert masked(question) == kept
