"""Forms of web pages, each alone: tables, fields, questions, headings, offices, menus."""

from __future__ import annotations

import pytest

from assistant.documents.addresses import UNADDRESSED, Addresses, walk
from assistant.documents.chunks import read, sentences
from assistant.documents.parsing.webpage import parse_webpage
from assistant.records import Document, Parsed, Source, Span, labels

TOP = "圏域の取組\n\n圏域では取組を行います。\n\n"


def paths(text: str) -> list[str]:
    """The addresses below the heading that stands on `TOP`, its own paragraph left out."""
    parsed = parse_webpage(text)
    check(text, parsed)
    found = [">".join(labels(p)) for p, n in walk(parsed.root) if n.kind not in UNADDRESSED]
    return [path for path in found if path not in {"圏域の取組", "圏域の取組>第1段落"}]


def check(text: str, parsed: Parsed) -> None:
    """Every character is in one leaf, every path leads to one part."""
    leaves = [n for _, n in walk(parsed.root) if not n.children]
    assert "".join(leaf.span.cut(text) for leaf in leaves) == text
    addresses = Addresses(parsed.root)
    assert len(addresses.by_labels) == len(addresses.nodes)


def below(text: str) -> list[str]:
    """The same without the heading's own label."""
    return [path.removeprefix("圏域の取組>") for path in paths(TOP + text)]


ROWS = {
    "columns of any name over values": (
        "町名\t人口（令和2年国勢調査）\t高齢化率\n楓町\t1,200人\t36.2%\n欅町\t800人\t40.1%\n",
        "楓町 楓町>人口（令和2年国勢調査） 楓町>高齢化率"
        " 欅町 欅町>人口（令和2年国勢調査） 欅町>高齢化率",
    ),
    "a first column of any name over values": (
        "圏域の市町\t世帯数（令和2年）\n楓町\t1,200世帯\n欅町\t800世帯\n",
        "楓町 楓町>世帯数（令和2年） 欅町 欅町>世帯数（令和2年）",
    ),
    "years as columns": (
        "事業名\t令和4年度\t令和5年度\n休日診療\t200万円\t210万円\n",
        "休日診療 休日診療>令和4年度 休日診療>令和5年度",
    ),
    "an empty last cell": (
        "施設名\t休館日\n図書館\t月曜日\n公民館\t\n博物館\t火曜日\n",
        "図書館 図書館>休館日 公民館 博物館 博物館>休館日",
    ),
    "a name said again": (
        "診療科\t診療日\n内科\t平日\n内科\t日曜日\n歯科\t日曜日\n内科\t祝日\n",
        "内科 内科>診療日 内科〔2〕 内科〔2〕>診療日 歯科 歯科>診療日 内科〔3〕 内科〔3〕>診療日",
    ),
    "a name left out where it is said above": (
        "診療科\t診療日\n内科\t平日\n\t日曜日\n",
        "内科 内科>診療日 内科〔2〕 内科〔2〕>診療日",
    ),
    "two columns that both name rows": (
        "分野\t事業名\n医療\t休日診療\n",
        "医療 医療>事業名",
    ),
    "cells parted by wide blanks": (
        "市町村名　人口　面積\n楓町　1,200人　10平方キロメートル\n欅町　800人　8平方キロメートル\n",
        "楓町 楓町>人口 楓町>面積 欅町 欅町>人口 欅町>面積",
    ),
    "no names of columns": ("楓町\t1,200人\n欅町\t800人\n", "楓町 欅町"),
    "a chronicle": (
        "平成25年9月3日\t中心市宣言を公表\n平成26年3月25日\t協定を締結\n",
        "平成25年9月3日 平成26年3月25日",
    ),
    "fields as rows": ("対象\t町内の方\n定員\t30人\n参加費\t無料\n", "対象 定員 参加費"),
}
FIELDS = {
    "a wide blank": ("計画期間　令和4年度から5年間\n取組数　31事業\n", "計画期間 取組数"),
    "a narrow blank": ("補助率 2分の1以内\n上限額 1件50万円\n", "補助率 上限額"),
    "dates": (
        "平成29年3月22日 楓町、欅町及び檜町と、連携協約を締結（市民ホールにて合同締結式）\n"
        "平成30年3月 ビジョンを策定\n令和元年度　協議会を発足\n",
        "平成29年3月22日 平成30年3月 令和元年度",
    ),
    "a label said again": (
        "令和5年3月　策定\n令和5年3月　公表\n令和6年3月　変更\n",
        "令和5年3月 令和5年3月〔2〕 令和6年3月",
    ),
    "no two labels": ("議題　予算\n議題　決算\n", "第2段落 第3段落"),
    "one line alone, with a label that is known": (
        "運行する日 月曜日から土曜日（祝日を除く）\n\n便\t駅発\n1便\t8時20分\n",
        "運行する日 1便 1便>駅発",
    ),
    "one line alone": ("座長　大学の教授\n", "第2段落"),
    "a colon behind blanks": ("対象　　：町民\n定員　　：30人\n", "対象 定員"),
    "a value in brackets below": (
        "補助率　2分の1\n（千円未満切捨て）\n上限額　50万円\n",
        "補助率 上限額",
    ),
    "an office": (
        "【担当】健康福祉部　健康づくり課　電話：054-991-2144\n",
        "担当 電話",
    ),
    "two offices": (
        "担当：市民課　TEL 054-991-2144　FAX 054-991-2145\n担当：税務課　電話 054-991-2146\n",
        "担当 電話 ファクス 担当〔2〕 電話〔2〕",
    ),
    "an office without a label": ("総務部　企画課　電話：054-991-2144\n", "部署 電話"),
    "a number told apart and another of its name below": (
        "電話：054-990-1199\n【担当】市民課　電話：054-991-2144\n電話：054-990-1200\n",
        "電話 担当 電話〔2〕 電話〔3〕",
    ),
}
QUESTIONS = {
    "問 and 答": ("問 負担は増えますか。\n答 いいえ。\n\n問 なぜですか。\n答 国が補います。\n", 2),
    "質問 and 回答": (
        "質問：使えますか。\n回答：はい。\n質問：いくらですか。\n回答：無料です。\n",
        2,
    ),
    "wide letters": ("Ｑ１　使えますか。\nＡ１　はい。\nＱ２　無料ですか。\nＡ２　はい。\n", 2),
    "bare letters": ("Q. 使えますか。\nA. はい。\n", 1),
    "brackets": ("【質問】使えますか。\n【回答】はい。\n", 1),
    "numbers of the questions alone": (
        "問1　使えますか。\n答　はい。\n問2　無料ですか。\n答　はい。\n",
        2,
    ),
}


@pytest.mark.parametrize("name", [*ROWS, *FIELDS])
def test_rows_and_fields(name: str) -> None:
    text, expected = {**ROWS, **FIELDS}[name]
    assert below(text) == expected.split(" ")
    assert parse_webpage(TOP + text).problems == ()


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_and_its_reply_bear_one_number(name: str) -> None:
    text, count = QUESTIONS[name]
    assert below(text) == [f"{letter}{n}" for n in range(1, count + 1) for letter in "QA"]


def test_a_reply_left_out_does_not_shift_the_next() -> None:
    text = "問 使えますか。\n\n問 無料ですか。\n答 はい。\n"
    assert below(text) == ["Q1", "Q2", "A2"]


def test_what_a_member_asks_at_a_meeting_is_context_to_the_reply() -> None:
    said = "楓委員：利用者が減った原因をどう見ているか。\n事務局：高校が閉校したためである。\n"
    page = Document(Source("t", "t.txt", "題", "webpage", ""), TOP + said)
    chunks = read(page).chunks
    assert [c.text for c in chunks if "楓委員" in c.text] == []
    assert "原因をどう見ているか" in chunks[-1].context


def test_what_is_asked_in_brackets_at_a_meeting_is_context_to_the_reply() -> None:
    said = "（委員）場所は決まったのか。\n\n（事務局）湯の原の町有地を予定している。\n"
    chunks = read(Document(Source("t", "t.txt", "題", "webpage", ""), TOP + said)).chunks
    assert [c.text for c in chunks if "決まったのか" in c.text] == []
    assert "場所は決まったのか" in chunks[-1].context
    assert labels(chunks[-1].path)[-1] == "第3段落"


def test_a_letter_is_no_reply_where_nothing_is_asked() -> None:
    text = "A　生活機能の強化\n\n医師を派遣します。\n\nB　ネットワークの強化\n\n道を直します。\n"
    assert not [path for path in below(text) if path.startswith("A1")]


def test_a_motto_and_a_period_stand_under_headings() -> None:
    assert below("将来像\n「山と川の町」\n\n道を直します。\n")[0] == "将来像"
    found = below(
        "計画を策定しています。\n第1期計画\n期間：5年間\n事業数：46事業\n"
        "第2期計画\n期間：3年間\n事業数：58事業\n\n次の計画も策定します。\n"
    )
    assert [path for path in found if path.endswith("期間")] == ["第1期計画>期間", "第2期計画>期間"]


def test_a_heading_of_a_page_without_blank_lines_may_stand_above_a_date_or_a_motto() -> None:
    text = (
        "圏域の取組\n圏域では取組を行います。\n応募の締切\n令和7年10月10日（金曜日）\n"
        "圏域の将来像\n『川がつなぐ里』\n体制\n会議を置きます。\n"
    )
    assert paths(text) == ["応募の締切", "圏域の将来像", "体制"]


TIGHT = (
    "圏域の取組\n圏域では取組を行います。\n圏域スタンプラリー\n実施期間\n令和7年6月1日（日曜日）\n"
    "景品\n50名様に差し上げます。\n関連ファイル\n台紙（PDF：53.0KB）\n"
    "このページに関するお問い合わせ\n企画課\n電話：0260-00-4120\n"
    "スタンプラリーに関するお問い合わせ\n観光案内所\n電話：0260-00-7788\n"
)


def test_a_heading_straight_above_another_is_context_to_those_below_it() -> None:
    page = Document(Source("t", "t.txt", "題", "webpage", ""), TIGHT)
    context = {c.path[0].label: c.context for c in read(page).chunks}
    assert {"圏域スタンプラリー", "関連ファイル"} <= set(paths(TIGHT))
    assert "スタンプラリー" in context["景品"]
    assert "スタンプラリー" not in context["関連ファイル"]


def test_a_heading_that_names_no_matter_belongs_to_the_one_above() -> None:
    text = (
        "共生ビジョン懇談会\n\n意見をいただく場です。\n\n委員について\n\n任期は2年です。\n\n"
        "会議の開催状況\n\n令和6年度\n\n回\t会場\n第1回\t市役所\n\n空き家バンク\n\n家を紹介します。\n"
    )
    page = Document(Source("t", "t.txt", "題", "webpage", ""), TOP + text)
    context = {c.text.strip(): c.context for c in read(page).chunks}
    assert "共生ビジョン懇談会 › 委員について" in context["任期は2年です。"]
    assert "共生ビジョン懇談会 › 会議の開催状況 › 令和6年度" in context["市役所"]
    assert "懇談会" not in context["家を紹介します。"]


def test_a_contact_is_known_by_its_matter() -> None:
    found = [path for path in paths(TIGHT) if "お問い合わせ" in path]
    assert found == [
        *("お問い合わせ", "お問い合わせ>部署", "お問い合わせ>電話"),
        "スタンプラリーに関するお問い合わせ",
        "スタンプラリーに関するお問い合わせ>部署",
        "スタンプラリーに関するお問い合わせ>電話",
    ]


def test_words_are_found_by_the_item_that_they_refer_to() -> None:
    text = (
        "青葉市と若葉町の協定書\n\n第1条 甲と乙の取組は、次のとおりとする。\n"
        "(1) ごみ処理の広域化\n　ア　乙の可燃ごみを甲が焼却する。\n"
        "(2) 図書館の相互利用\n　ア　本を貸す。\n\n"
        "附則\nこの協定は、令和4年4月1日から施行する。ただし、第1条第1号の規定は、令和5年10月1日から適用する。\n"
    )
    agreement = Document(Source("t", "t.txt", "題", "agreement", ""), text)
    context = {c.text: c.context for c in read(agreement).chunks}
    [later] = [said for said in context if "令和5年10月1日" in said]
    assert "ごみ処理の広域化" in context[later]
    assert "図書館" not in context[later]


def test_a_cell_is_found_by_what_else_its_row_is_called() -> None:
    rows = "年度\t回\t会場\t傍聴者\n令和5年度\t第1回\t市役所\t4人\n令和5年度\t第2回\t町民館\t11人\n"
    page = Document(Source("t", "t.txt", "題", "webpage", ""), TOP + rows)
    context = {c.text: c.context for c in read(page).chunks}
    assert "第2回" in context["11人"]
    assert "第2回" not in context["4人"]


def test_a_survey_is_no_question() -> None:
    assert below("質問：このページの内容は分かりやすかったですか？\n") == []


HEADINGS = {
    "numbers that count on": (
        "1 概要\n\n(1) 計画期間\n5年間\n(2) 将来像\n緑の都市圏\n(3) 事業の数\n全47事業\n・医療\n",
        "概要 概要>計画期間 概要>将来像 概要>事業の数 概要>事業の数>第1段落 概要>事業の数>第1項目",
    ),
    "a number straight below a heading": (
        "1 概要\n(1) 計画期間\n5年間です。\n(2) 将来像\n緑の都市圏です。\n",
        "概要 概要>計画期間 概要>将来像",
    ),
    "a list below a number of its style": (
        "1 概要\n\n5年間です。\n\n2 流れ\n\n1. 申込み\n2. 審査\n3. 決定\n",
        "概要 流れ 流れ>第1項目 流れ>第2項目 流れ>第3項目",
    ),
    "a list under a bare heading between two numbers": (
        "1 概要\n\n圏域です。\n\n手順\n\n1. 予約する\n2. 払う\n\n2 体制\n\n会議です。\n",
        "概要 概要>第1段落 概要>手順 概要>手順>第1項目 概要>手順>第2項目 体制",
    ),
    "a period and a motto under headings": (
        "期間\n\n令和6年度から令和10年度までの5年間\n\n将来像\n\n「海と山のふるさと」\n",
        "期間 将来像",
    ),
    "months and what is on in them": (
        "令和8年1月・2月の当番\n\n日\t内科\n1月11日\t楓医院\n",
        "令和8年1月・2月の当番 令和8年1月・2月の当番>1月11日 令和8年1月・2月の当番>1月11日>内科",
    ),
    "a bare heading between two numbers": (
        "1 概要\n\n圏域です。\n\n産業\n\n農業です。\n\n2 体制\n\n会議です。\n",
        "概要 概要>第1段落 概要>産業 体制",
    ),
    "a year and what is on in it": (
        "令和6年度の開催状況\n\n2回開きました。\n",
        "令和6年度の開催状況",
    ),
    "an end in a deed": ("形成協定の締結\n\n1対1で結びます。\n", "形成協定の締結"),
    "brackets that hold a number, above rows": (
        "指標（第3次）\n\n区分\t人口\n楓町\t10人\n",
        "指標（第3次） 指標（第3次）>楓町 指標（第3次）>楓町>人口",
    ),
    "a mark and a date above fields": (
        "■ 人口（令和2年）\n楓町　10人\n欅町　20人\n■ 世帯（令和2年）\n楓町　5世帯\n欅町　9世帯\n",
        "人口（令和2年） 人口（令和2年）>楓町 人口（令和2年）>欅町"
        " 世帯（令和2年） 世帯（令和2年）>楓町 世帯（令和2年）>欅町",
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_headings(name: str) -> None:
    text, expected = HEADINGS[name]
    assert below(text) == expected.split(" ")


def test_an_event_on_a_date_is_no_heading() -> None:
    assert below("◆令和2年3月 策定\n◆令和4年2月 締結\n") == ["第1項目", "第2項目"]


@pytest.mark.parametrize("title", ["目次", "もくじ", "このページの目次"])
def test_contents_are_set_apart_and_hold_nothing(title: str) -> None:
    listed = f"【お知らせ】\n・始めました。\n\n{title}\n1 概要\n2 体制\n\n"
    text = listed + "1 概要\n\n圏域です。\n\n2 体制\n\n会議です。\n"
    assert paths(text) == ["お知らせ", "概要", "体制"]


def test_what_contents_name_is_a_heading_and_holds_plain_ones() -> None:
    page = (
        "この記事の内容\n第1　概要\n第2　助成金\n\n第1　概要\n　圏域です。\n\n"
        "第2　助成金\n費用の一部を助成します。\n\n手順\n1　相談する\n2　申し込む\n"
    )
    assert paths(page) == [
        "第1 概要",
        "第2 助成金",
        "第2 助成金>第1段落",
        "第2 助成金>手順",
        "第2 助成金>手順>第1項目",
        "第2 助成金>手順>第2項目",
    ]


def test_a_line_with_a_telephone_number_is_no_heading() -> None:
    page = (
        "預かります。\n\n保育室「なぎさ」　電話　0889-00-5511（予約専用）\n・登録票（PDF 112KB）\n"
    )
    assert paths(page)[-1] == "第1項目"


def test_rows_may_be_parted_by_slashes() -> None:
    page = "市町村名／人口（令和2年国勢調査）／面積\n甲市／214人／388㎢\n乙町／47人／201㎢\n"
    rows = [
        f"{town}{cell}"
        for town in ("甲市", "乙町")
        for cell in ("", ">人口（令和2年国勢調査）", ">面積")
    ]
    assert paths(page) == rows
    parsed = parse_webpage(page)
    said = [n.body.cut(page) for _, n in walk(parsed.root) if n.kind == "cell"]
    assert said == ["214人", "388㎢", "47人", "201㎢"]


def test_rows_may_be_parted_by_single_blanks_where_their_cells_are_values() -> None:
    page = "市町村名 人口（令和２年） 高齢化率\n甲市 ４８６人 ３２．１％\n乙町 ９０人 ３９．８％\n"
    assert paths(page)[:3] == ["甲市", "甲市>人口（令和２年）", "甲市>高齢化率"]
    prices = (
        "区分　1日(4時間を超える)　半日\n町内の方　2,200円　1,200円\n生活保護世帯　無料　無料\n"
    )
    assert paths(prices)[-1] == "生活保護世帯>半日"
    assert "甲市>面積" not in paths("区分 人口 面積\n甲市 とても多い ふつう\n乙町 少ない ふつう\n")


def test_contents_end_where_the_first_heading_that_they_name_stands_again() -> None:
    page = (
        "このページの内容\n■すがた\n■あゆみ\n■すがた\n圏域は二つの町です。\n"
        "■あゆみ\n平成二十年に始まりました。\n■資料\n次のとおりです。\n"
    )
    assert [path.split(">")[0] for path in paths(page)] == ["すがた", "あゆみ", "資料"]


def test_the_point_of_a_number_ends_no_sentence() -> None:
    text = "比率は１．０４です。要件を満たします。"
    found = [span.cut(text) for span in sentences(text, Span(0, len(text)))]
    assert found == ["比率は１．０４です。", "要件を満たします。"]


def test_persons_with_whom_they_stand_for_are_a_list() -> None:
    names = "　大森　志津江　（協議会）\n　土居　幹夫　（組合）\n　弘瀬　拓真　（部会）\n"
    page = f"次の方々です。\n{names}"
    assert paths(page) == ["第1段落", "第1項目", "第2項目", "第3項目"]


def test_contents_that_head_nothing_below_stay() -> None:
    assert below("目次\n1 概要\n2 体制\n\n圏域です。\n")[0] == "目次"


def test_menus_above_the_title_and_forms_below_are_set_apart() -> None:
    text = (
        "楓町\n緊急情報\n現在、情報はありません。\nホーム ＞ 町政 ＞ 連携\n\n圏域の取組\n\n"
        "更新日：令和6年4月1日　印刷　大きな文字で印刷\n\nシェアする\nツイートする\nLINEで送る\n"
        "※ふりがなをつける\n\n概要\n\n圏域です。\n\n体制\n\n会議です。\n\n"
        "お探しの答えは見つかりましたか。\n見つかった\n見つからなかった\n"
    )
    assert paths(text) == ["題名", "更新日", "概要", "体制", "体制>第1段落"]


def test_a_list_goes_on_to_the_item_above_the_next_heading() -> None:
    items = "(1) 達成状況について\n\n(2) 素案について\n\n(3) 説明会について\n\n"
    found = below(f"議題\n\n{items}説明\n\n始めた。\n")
    assert found[:4] == ["議題", "議題>第1項目", "議題>第2項目", "議題>第3項目"]


def test_a_long_dated_line_above_a_heading_is_no_heading() -> None:
    dated = "令和7年1月{}日(水曜日) 午後7時 鵜飼野市生涯学習センター 大会議室"
    text = f"日程\n\n{dated.format(15)}\n\n{dated.format(22)}\n\n今後の予定\n\n来月に開きます。\n"
    assert below(text) == ["日程", "日程>第1段落", "日程>第2段落", "今後の予定"]


def test_a_sentence_set_in_by_one_blank_ends_a_field_and_an_item() -> None:
    fields = "対象者：住民3,000人\n回収数：75人\n　住み続けたい方は71.8%でした。\n"
    items = "(1) 往復を減らしました。\n　総額は変わりません。\n"
    assert below(f"結果\n\n{fields}{items}") == [
        "結果",
        "結果>対象者",
        "結果>回収数",
        "結果>第1段落",
        "結果>第1項目",
        "結果>第2段落",
    ]


def test_lines_that_are_set_in_stand_under_the_line_above_them() -> None:
    surveys = "".join(
        f"({n}) {of}\n　対象　{of}\n　配布数　{n}00通\n　回収数　{n}0通\n"
        for n, of in enumerate(("住民の皆さん", "中学生"), 1)
    )
    bodies = "首長会議\n　年に1回集まります。\n幹事会\n　案をまとめます。\n"
    assert below(f"調査\n\n{surveys}調査報告書(PDF：1.2MB)\n\n体制\n\n{bodies}") == [
        "調査",
        "調査>住民の皆さん",
        *(f"調査>住民の皆さん>{label}" for label in ("対象", "配布数", "回収数")),
        "調査>中学生",
        *(f"調査>中学生>{label}" for label in ("対象", "配布数", "回収数")),
        "調査>第1項目",
        "体制",
        "体制>首長会議",
        "体制>幹事会",
    ]


def test_a_label_may_stand_before_a_stroke() -> None:
    fields = "期間／6月1日から\n対象／16歳以上の住民\n回収／1,068人\n"
    assert below(f"調査\n\n{fields}") == ["調査", "調査>期間", "調査>対象", "調査>回収"]
    assert below("関連\n\n市政／計画／構想\n") == ["関連"]
    fares = "大人／小人　200円\n中学生／高校生　300円\n"
    assert below(f"運賃\n\n{fares}") == ["運賃", "運賃>大人／小人", "運賃>中学生／高校生"]


def test_what_is_set_in_deeper_stands_below_what_is_set_in() -> None:
    hours = (
        "　平日\n　　受付：朝8時から\n　　定員：20人\n　休日\n　　受付：朝9時から\n　　定員：5人\n"
    )
    text = f"案内\n\n【窓口】\n　場所：1階\n　電話：0999-00-0000\n{hours}備考\n"
    assert below(text)[:8] == [
        "案内",
        "案内>窓口",
        "案内>窓口>場所",
        "案内>窓口>電話",
        "案内>窓口>平日",
        "案内>窓口>平日>受付",
        "案内>窓口>平日>定員",
        "案内>窓口>休日",
    ]


def test_a_circle_that_is_spoken_of_is_no_mark() -> None:
    assert below("〇をつけた項目が対象です。\n") == ["第2段落"]


def test_an_office_behind_the_first_of_a_contact_has_a_place_of_its_own() -> None:
    offices = "楓市 企画課\n電話：099-555-0100\n\n欅町 総務課　電話：099-555-0200\n"
    assert paths(f"{TOP}お問い合わせ先\n\n{offices}") == [
        "お問い合わせ",
        "お問い合わせ>部署",
        "お問い合わせ>電話",
        "お問い合わせ>欅町総務課",
        "お問い合わせ>欅町総務課>電話",
    ]


def test_a_letter_in_brackets_is_no_reply_where_questions_bear_none() -> None:
    parts = "【A】経済\n　企業の説明会を開きます。\n【B】暮らし\n　消費生活の相談に応じます。\n"
    asked = "よくある質問\n\nQ1　合併しますか。\nA1　いいえ。\n"
    found = below(f"事業\n\n{parts}\n{asked}")
    assert found[:3] == ["事業", "事業>【A】経済", "事業>【B】暮らし"]
    assert found[-2:] == ["よくある質問>Q1", "よくある質問>A1"]


def test_what_an_item_says_is_context_to_the_items_in_it() -> None:
    text = (
        TOP + "取組\n\n(1) 交通 ― 乗合タクシー\n　　○ 運賃は300円です。\n　　○ 日曜は運休です。\n"
    )
    page = Document(Source("t", "t.txt", "題", "webpage", ""), text)
    inside = [c.context for c in read(page).chunks if c.path[-1].label == "第2項目"]
    assert inside
    assert all("乗合タクシー" in context for context in inside)
