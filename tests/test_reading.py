"""How questions are read: slips of conversion, background, other languages, parties by letter."""

from __future__ import annotations

import pytest

from assistant.answering.quotes import quote_clause
from assistant.answering.vocabulary import telling_words
from assistant.records import Query
from assistant.service import Assistant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("連係協約の締結日", "連携協約の締結日"),
        ("アンケートの解答率", "アンケートの回答率"),
        ("協定が一部変工になった", "協定が一部変更になった"),
        ("いんたーねっとの環境", "インターネットの環境"),
        ("公民館の使い方", "公民館の使い方"),
        ("締結しきはどこで", "締結式はどこで"),
        ("組合がなくなたのはいつ", "組合がなくなったのはいつ"),
    ],
)
def test_a_slip_of_conversion_is_read_as_the_documents_word(assistant: Assistant, typed, meant):
    standard = assistant.reader.speller.standard(typed)
    assert standard == assistant.reader.speller.standard(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "書面でなくても大丈夫でしょうか",
        "美唄市民",
        "子どもは",
        "予約バスを使う人の年齢は",
        "廃止の通告書は誰に送ればいいですか",
        "会場に入れてもらえますか",
        "中村さんの電話番号は",
        "どこから取り組みますか",
    ],
)
def test_what_is_no_slip_stays(assistant: Assistant, typed):
    assert assistant.reader.speller.standard(typed) == typed


@pytest.mark.parametrize("question", ["どう違いますか", "どこが異なりますか", "何が違いますか"])
def test_the_end_of_a_verb_is_no_question_word(question):
    assert not {"違", "異"} & {word.surface for word in telling_words(question)}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("税金を払う身として気になるんだけど、甲府のこれは市町村合併の話なの？", "市町村合併を"),
        ("息子が東京に出たまま帰らない。北見の構想は人口流出を止めるものですか", "人口流出"),
    ],
)
def test_what_leads_up_to_a_question_refuses_nothing(assistant: Assistant, question, words):
    answer = assistant.ask(question)
    assert answer.outcome == "answered"
    assert words in answer.quotes[0].text


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("岩見沢市・美唄市の協定で、消防に関し甲が担う役割は", "甲の役割"),
        ("岩見沢市・美唄市の協定で、消防に関し乙が担う役割は", "乙の役割"),
        ("Who is the mayor of Bibai that signed with Iwamizawa?", "乙"),
        ("비바이 시장은 누구입니까?", "乙"),
        ("What does paragraph 3 of Article 6 say?", "第3項"),
        ("제6조 제3항은?", "第3項"),
    ],
)
def test_a_party_or_clause_is_known_by_letter_and_in_other_languages(
    assistant: Assistant, question, path
):
    assert path in assistant.ask(question).quotes[0].path


def test_rows_whose_names_are_joined_are_quoted_each(assistant: Assistant):
    answer = assistant.ask("岩見沢と美唄は、農業と商売と観光で何に取り組みますか")
    assert [quote.path[-2] for quote in answer.quotes] == ["農業", "商工・雇用", "観光"]


def test_towns_alone_are_quoted_of_a_list_of_municipalities(assistant: Assistant):
    answer = assistant.ask("札幌市と連携協約を結んだ自治体のうち、町と村はどこですか")
    assert [quote.text.split("(")[1][-2] for quote in answer.quotes] == ["町", "村", "町", "町"]


def test_a_part_with_words_of_its_own_is_never_quoted_by_its_heading(assistant: Assistant):
    for reading in assistant.searcher.catalogue.readings.values():
        for path, node in reading.addresses.nodes.items():
            own = [child for child in node.children if child.kind in {"paragraph", "item"}]
            if node.kind == "section" and own:
                assert quote_clause(reading, path)[0].start >= node.body.start


@pytest.mark.parametrize(
    "question",
    [
        "平泉町が中心市宣言をしたのはいつですか。",
        "北見の締結式に来た来賓の電話番号は？",
        "一関市の住民アンケートのうち、平泉町民だけの回答率は何%ですか",
        "一関の住民アンケートで、みんなが一番困ってるって答えたのは何？",
        "札幌広域圏組合の最後の組合長は誰でしたか",
        "北見の観光協会の電話番号",
        "札幌の市政アドバイザーの寺島先生の任期は、いつまでかのう",
    ],
)
def test_what_is_told_of_another_answers_nothing(assistant: Assistant, question):
    assert assistant.ask(question).outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("岩見沢市ﾄ美唄市ﾉ協定ｦ変更ｽﾙﾄｷ ｷﾞｶｲﾉ ｷﾞｹﾂﾊ ﾋﾂﾖｳﾃﾞｽｶ", "議会の議決を経る"),
        ("いわみざわと びばいの きょうていで「おつ」とは どこの まちの ことですか", "「乙」"),
        ("岩見沢と美唄の協定、電話で「やめるわ」って言うだけでも通告になる？", "書面によって"),
        ("美唄がやめたいと言ったら、その日からすぐ約束は無効になるの？", "2年を経過した日"),
        ("寺島実郎さんをまちづくりの相談役に迎えたのはどこの市ですか", "寺島実郎氏"),
        ("What period does Sapporo's first-term vision cover?", "第1期"),
        ("삿포로시의 연계중추도시권 페이지는 언제 갱신되었습니까?", "2024年4月3日"),
        ("岩見沢市と 美唄市は、地球が あつくなるのを とめるために なにを しますか", "CO2"),
    ],
)
def test_a_question_in_other_words_or_scripts_finds_the_words(
    assistant: Assistant, question, words
):
    assert words in assistant.ask(question).quotes[0].text


def test_compounds_that_the_dictionary_has_whole_are_no_slips(assistant: Assistant):
    assert "保育園" in assistant.reader.speller.standard("保育園の申し込み")


@pytest.mark.parametrize("of", ["北見市の協定締結式", "札幌広域圏組合", "一関の住民アンケート"])
@pytest.mark.parametrize(
    "asked",
    ["参加費は？", "延滞料を教えてください", "転入者数は？", "記念品はありますか", "訴訟の数は"],
)
def test_what_is_asked_of_a_thing_is_not_answered_by_the_thing(assistant: Assistant, of, asked):
    assert assistant.ask(f"{of}の{asked}").outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "札幌市が連携中枢都市になると名乗ったのと、北見市が中心市になると名乗ったのは、どちらが先ですか",
            ("2018年11月28日", "平成31(2019)年2月28日"),
        ),
        ("札幌さんと甲府さんの郵便番号はそれぞれ何番ですか", ("060-8611", "400-8585")),
        (
            "札幌広域圏組合ができた時期となくなった時期を両方教えて",
            ("平成9年2月", "令和元年7月31日"),
        ),
        (
            "岩見沢市と美唄市の協定で、障がい者の支援とお年寄りの支援では取り組みがどう違いますか",
            ("障がい者福祉に関する", "高齢者や介護に関する"),
        ),
        (
            "一関・平泉のビジョン、2回目のと3回目のは、それぞれいつできた？",
            ("H31.3.29", "令和6年3月29日"),
        ),
        ("北見と一関の中心市宣言はいつ", ("平成31(2019)年2月28日", "平成25年7月23日")),
        ("江別市と千歳市の協約のPDFの容量", ("2,421KB", "2,427KB")),
        ("北見市と一関市、中心市宣言を先にしたのはどっち？", ("2月28日", "7月23日")),
        ("一関のアンケート、住民と高校生とで何人ずつに配った？", ("3,982人", "1,171人")),
    ],
)
def test_a_comparison_quotes_each_side(assistant: Assistant, question, sides):
    quotes = assistant.ask(question).quotes
    assert len(quotes) == len(sides)
    assert all(any(side in quote.text for quote in quotes) for side in sides)


def test_what_was_understood_names_each_document_that_is_quoted(assistant: Assistant):
    message = assistant.ask("北見と一関の中心市宣言はいつ").message
    assert "北見地域定住自立圏" in message
    assert "一関・平泉定住自立圏" in message


def test_how_to_leave_is_told_by_no_page_that_does_not_speak_of_it(assistant: Assistant):
    assert assistant.ask(
        "北見市と美幌町の協定をやめたいときはどれくらい前に知らせるの？"
    ).outcome == ("not_found")
    assert assistant.ask("岩見沢と美唄の協定をやめるには？").outcome == "answered"


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("一関の住民アンケートの回答率は？", "満足度は？", "配布数は？"), "3,982人"),
        (("北見の共生ビジョンができたのはいつ？", "作ったのはどこ？"), "北見市)が策定"),
        (("札幌の今の圏域ビジョンはいつまで続く？", "前のは？"), "第1期"),
        (("岩見沢・美唄の協定の第3条第1号を見せて", "次の号は？", "その次は？"), "資源制約"),
    ],
)
def test_a_follow_up_goes_on_from_what_was_answered(assistant: Assistant, turns, words):
    earlier: list[Query] = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert words in answer.quotes[0].text


def test_a_number_is_no_slip_for_another(assistant: Assistant):
    answer = assistant.ask("岩見沢市と美唄市の協定の第十三条は")
    assert (answer.outcome, "第1条から第7条まで" in answer.message) == ("no_such_clause", True)


def test_a_bare_fragment_is_not_looked_for_in_every_document(assistant: Assistant):
    earlier: list[Query] = []
    outcomes = []
    for question in ("岩見沢・美唄の協定で、農業での岩見沢市の役割は？", "観光は？", "林業は？"):
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
        outcomes.append((answer.outcome, [quote.document for quote in answer.quotes]))
    assert outcomes == [
        ("answered", ["iwamizawa-bibai"]),
        ("answered", ["iwamizawa-bibai"]),
        ("not_found", []),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "岩見沢市と美唄市の協定を、通告から2年待たずに終わらせることはできるでしょうか。",
        "岩見沢市・美唄市の協定において、失効日を2年経過の日以外とすることは可能か。",
    ],
)
def test_a_proviso_is_quoted_with_the_sentence_that_it_is_about(assistant: Assistant, question):
    quotes = assistant.ask(question).quotes
    assert len(quotes) == 1
    assert quotes[0].text.startswith("この協定は、")
    assert quotes[0].text.endswith("この限りではない。")


@pytest.mark.parametrize(
    "said",
    [
        *("百足す二百は", "七の段を言って", "疲れた", "好吃的拉面在哪里？", "宿題を手伝って"),
        *("Wi-Fiがつながらない", "你会说中文吗", "Bạn tên là gì", "美唄のやきとりはどこがおいしい"),
    ],
)
def test_what_is_no_question_about_the_documents_is_out_of_scope(assistant: Assistant, said):
    assert assistant.ask(said).outcome == "out_of_scope"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("岩見沢市と美唄市の協定 別表1 医療", "医療"),
        ("美唄市との協定 別表2の道路インフラの乙の役割", "乙の役割"),
        ("別表1 救急医療 甲の役割", "甲の役割"),
        ("別表1 農業 産業振興", "農業"),
        ("第3条②", "第2号"),
        ("甲府のHP 連携中枢都市圏の形成に必要な手続き 2番目", "第2項目"),
        ("連携中枢都市圏形成に係る連携協約", "連携中枢都市圏形成に係る連携協約"),
    ],
)
def test_an_address_is_found_beside_names_and_by_part_of_a_label(
    assistant: Assistant, written, label
):
    assert [quote.path[-1] for quote in assistant.lookup(written).quotes] == [label]


def test_every_table_address_is_found_in_any_notation(assistant: Assistant):
    reading = assistant.searcher.catalogue.readings["iwamizawa-bibai"]
    paths = [path for path in reading.addresses.nodes if len(path) > 1 and path[0].kind == "table"]
    lost = []
    for path in paths:
        labels = [step.label for step in path]
        for names in ("岩見沢市と美唄市の協定", "岩見沢・美唄", ""):
            for written in (" ".join(labels), "の".join(labels), "".join(labels)):
                quotes = assistant.lookup(f"{names} {written}").quotes
                if not any(quote.path[: len(labels)] == tuple(labels) for quote in quotes):
                    lost.append(f"{names} {written}")
    assert lost == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("甲府市のページにある手続きの一番目では何をするのですか。", "連携中枢都市宣言書"),
        ("岩見沢市との協定に書いてある美唄市役所の番地は？", "美唄市西3条南1丁目1番1号"),
        ("公民・広域連携推進室 郵便番号", "060-8611"),
        ("美唄市との協定書に記名している岩見沢市長は誰ですか?", "松野"),
        ("北見市と周りの町は、全員まとめて一本の協定を結んだの？", "1対1"),
        ("055-237-5321は誰の番号", "自治体連携係"),
        ("鳩が丘1丁目1番1号って何の住所？", "鳩ヶ丘1丁目1番1号"),
        ("協定を直したいときの手続き", "この協定を変更しようとするときは"),
        ("北見市の共生ビジョンは、作る前に一般市民の意見を募ったのですか。", "パブリックコメント"),
        ("北見で町長らが集まって調印なさった時、道からはどなたが見えた？", "大澤英二氏"),
        ("ネットから甲府市に問い合わせたい。どこから送ればいいか。", "フォームより"),
    ],
)
def test_the_one_that_is_meant_is_quoted(assistant: Assistant, question, words):
    assert words in assistant.ask(question).quotes[0].text


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("甲府市はすでに近隣の市町村と連携協約を結んだのでしょうか。", "not_found"),
        ("岩見沢・美唄の協定で、夜中に診てくれる病院としてどこの名前が挙がっている？", "not_found"),
        ("岩見沢・美唄の取り決めで丙の役割は？", "not_found"),
        ("担当の方にお会いしたいのですが、庁舎の何階へ伺えばよろしいでしょうか。", "unclear"),
        ("このページが更新されたのはいつですか", "unclear"),
        ("私の町の協定について教えて", "unclear"),
        ("いつから始まったの", "unclear"),
        ("宣言書のPDFの大きさは", "unclear"),
        ("電話番号を教えてほしい。ＦＡＸもあれば。", "unclear"),
        ("北見市と一関市だと、人口が多いのはどっち？", "not_found"),
        ("札幌市が宣言する前に、住民説明会は開かれましたか。", "not_found"),
        ("一関の住民アンケートは、スマホからでも答えられましたか", "not_found"),
        ("会社の定款を変更する手続き", "not_found"),
        ("消防団に入りたい", "not_found"),
        ("お金を借りたい", "not_found"),
        ("武田信玄について教えて", "not_found"),
        ("デジタル庁の役割", "not_found"),
    ],
)
def test_what_is_not_told_or_not_said_of_whom_is_not_answered(
    assistant: Assistant, question, outcome
):
    assert assistant.ask(question).outcome == outcome


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (
            ("甲府のページだと、連携中枢都市圏をつくる手順の最初は何？", "その次は？"),
            "連携協約の締結",
        ),
        (("岩見沢・美唄の協定で消防での岩見沢市の役割は？", "相手の市は？"), "甲の実施する"),
        (("岩見沢と美唄は脱炭素に何をするの？", "ごみのことは？"), "廃棄物"),
        (
            ("札幌市が連携中枢都市宣言をした日は？", "一関市が中心市宣言をしたのは？"),
            "平成25年7月23日",
        ),
    ],
)
def test_a_follow_up_takes_only_what_is_missing(assistant: Assistant, turns, words):
    earlier: list[Query] = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert words in answer.quotes[0].text


def test_a_step_beyond_the_last_is_not_found(assistant: Assistant):
    earlier: list[Query] = []
    for question in ("甲府のページだと、連携中枢都市圏をつくる手順の最後は何？", "その次は？"):
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert (answer.outcome, "項目" in answer.message) == ("not_found", True)


def test_a_field_of_two_towns_that_are_joined_is_quoted_for_both(assistant: Assistant):
    quotes = assistant.ask("岩見沢市と美唄市の役所はどこにありますか").quotes
    assert [quote.path[1] for quote in quotes] == ["甲", "乙"]


def test_every_field_that_is_asked_for_is_quoted(assistant: Assistant):
    asked = "札幌市の担当部署の名称、郵便番号、住所、電話、ファクスを全部ください。"
    labels = [quote.path[-1] for quote in assistant.ask(asked).quotes]
    assert labels == ["部署", "郵便番号", "住所", "電話", "ファクス"]


@pytest.mark.parametrize(
    ("turns", "outcome", "words"),
    [
        (("高校生のアンケートの回収率は？", "中学生は？"), "not_found", ""),
        (("高校生のアンケートの回収率は？", "中学生は？", "住民の方は？"), "answered", "30.9%"),
        (
            ("札幌市の連携中枢都市宣言はいつ？", "旭川市は？", "その宣言書の容量は？"),
            "answered",
            "634KB",
        ),
        (("What is the response rate in Ichinoseki?", "How about Hakodate?"), "out_of_scope", ""),
        (("甲府市の人口は？", "市長は誰？"), "not_found", ""),
        (("アンケートの回収率は？", "満足度は？"), "not_found", ""),
        (("北見市の宣言日はいつですか", "協定は？"), "answered", "令和元年10月18日"),
        (("第5条は？", "岩見沢・美唄の"), "answered", "甲及び乙は、この協定を変更しようとする"),
        (("甲府の協約の効力は？",), "not_found", ""),
    ],
)
def test_a_turn_that_led_nowhere_leaves_nothing_behind(assistant, turns, outcome, words):
    earlier: list[Query] = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert (answer.outcome, words in answer.quotes[0].text if words else True) == (outcome, True)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("甲府 手続き 第3項目", "連携中枢都市圏の形成に必要な手続き/第3項目"),
        ("札幌広域圏組合 解散 第二段落", "札幌広域圏組合の解散及び決算について/第2段落"),
        ("別表1 5", "別表1/産業振興"),
        ("別表2の公共交通の乙", "別表2/地域公共交通/地域公共交通/乙の役割"),
        ("別表1 生活機能の強化 福祉 高齢者福祉 甲", "別表1/福祉/高齢者福祉/甲の役割"),
        ("（協定の変更）の条文", "第5条"),
        ("第三条 二", "第3条/第2号"),
        ("署名欄 美唄市", "署名欄/乙"),
        ("北見市 第14段落", ""),
        ("第五條", "第5条"),
        ("§6②", "第6条/第2項"),
        ("6条Ⅲ", "第6条/第3項"),
        ("第6錠第1項", "第6条/第1項"),
        ("別表一の四", "別表1/土地利用"),
        ("別表1の9", ""),
        ("別表1の産業振興の2行目", "別表1/産業振興/商工・雇用"),
        ("取組内容 ← 観光 ← 産業振興 ← 別表1", "別表1/産業振興/観光/取組内容"),
        ("別表1/福祉/障害者福祉/乙の役割", "別表1/福祉/障がい者福祉/乙の役割"),
        (
            "Appended Table 2, item 1 (transport), role of Party B",
            "別表2/地域公共交通/地域公共交通/乙の役割",
        ),
        ("Bibai's role, fire service, Table 1", "別表1/防災/消防/乙の役割"),
        ("Kitami, paragraph 7", "第7段落"),
        ("岩見沢と美唄の協定の一番最後の条", "第7条"),
        ("第1項（第6条）", "第6条/第1項"),
        ("条6 項3", "第6条/第3項"),
        ("第六条第二款", "第6条/第2項"),
        ("Ⅳ条2項", "第4条/第2項"),
        ("article IV (1)", "第4条/第1項"),
        ("Art. 6-2, Iwamizawa-Bibai", "第6条/第2項"),
        ("Ⅵ.1", "第6条/第1項"),
        ("artıcle 6, paragraph 2", "第6条/第2項"),
        ("İV条", "第4条"),
        ("別表Ⅱ-1 取組内容", "別表2/地域公共交通/地域公共交通/取組内容"),
        ("内容→農業", "別表1/産業振興/農業/取組内容"),
        ("美唄市の担当（廃棄物対策）", "別表1/環境/廃棄物対策/乙の役割"),
        ("その他福祉　甲", "別表1/福祉/その他の福祉分野/甲の役割"),
        ("乙 / その他の環境分野", "別表1/環境/その他の環境分野/乙の役割"),
        ("別表1の5、2行目、乙", "別表1/産業振興/商工・雇用/乙の役割"),
        ("観光及び農業の取組内容", "別表1/産業振興/観光/取組内容"),
        ("甲府市・構想とは・第1段落", "連携中枢都市圏構想とは/連携中枢都市圏構想/第1段落"),
        ("形成に必要な手続き ③", "連携中枢都市圏の形成に必要な手続き/第3項目"),
        ("形成協定について　最終段落［一関］", "定住自立圏形成協定について/第6段落"),
        ("第９段落及び第10段落／北見", "第9段落"),
        ("第3条の柱書", "第3条"),
        ("第6条第3項但書", "第6条/第3項"),
        ("第2条但書", ""),
        ("署名欄 丙", ""),
    ],
)
def test_an_address_as_it_comes_to_hand(assistant: Assistant, written, path):
    answer = assistant.lookup(written)
    assert "/".join(answer.quotes[0].path if answer.quotes else ()) == path
    assert answer.outcome == ("answered" if path else "no_such_clause")


def test_the_lead_and_the_proviso_of_a_clause_are_quoted_alone(assistant: Assistant):
    (lead,) = assistant.lookup("第3条の柱書").quotes
    assert lead.text.endswith("定めるとおりとする。")
    (proviso,) = assistant.lookup("第6条第3項但書").quotes
    assert proviso.text.startswith("但し")


def test_a_paragraph_without_its_article_is_asked_back(assistant: Assistant):
    answer = assistant.lookup("第3項")
    assert answer.outcome == "unclear"
    assert [quote.path for quote in answer.related] == [("第4条", "第3項"), ("第6条", "第3項")]
    assert assistant.lookup("第2号").quotes[0].path == ("第3条", "第2号")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "甲府市サイトのよくある質問を読んでも解決しないときは、どう問い合わせればいいですか",
            "フォーム",
        ),
        ("0157-25-1103ってどこにつながる番号？", "企画課"),
        ("札幌市が連携中枢都市になります!と言ったのは何年何月何日ですか", "2018年11月28日"),
        ("甲斐市から通勤してる者です。甲府市役所で連携中枢都市圏を担当する係は", "自治体連携係"),
        ("一関市の説明だと、中心市じゃない近隣の市町村のほうは何を担当しますか", "近隣市町村では"),
    ],
)
def test_the_words_around_a_question_do_not_lead_astray(assistant: Assistant, question, words):
    answer = assistant.ask(question)
    assert answer.outcome == "answered"
    assert words in answer.quotes[0].text


def test_all_that_is_asked_for_is_quoted(assistant: Assistant):
    files = assistant.ask("札幌広域圏組合の解散関係で見られる資料は何と何ですか")
    assert [q.text.count("PDF") for q in files.quotes] == [1, 1]
    twice = assistant.ask(
        "北見の協定、町の議会で決まったのはいつまでで、北見市の議会で決まったのはいつ？"
    )
    assert "9月26日" in twice.quotes[0].text
    assert "10月10日" in twice.quotes[1].text
    parts = assistant.ask("甲府の圏域の市町村はどんな役割を果たすの")
    assert "経済成長のけん引" in parts.quotes[0].text


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("岩見沢・美唄協定 6-1", ("第6条", "第1項")),
        ("岩見沢-美唄/4/2", ("第4条", "第2項")),
        ("協定書の署名欄、美唄市の職名", ("署名欄", "乙", "職名")),
        ("北見市 定住自立圏 第十二段落", ("第12段落",)),
    ],
)
def test_an_address_as_staff_type_it(assistant: Assistant, written, path):
    assert assistant.lookup(written).quotes[0].path == path


@pytest.mark.parametrize(
    "written", ["3条(4)", "別表2の7 乙の役割", "甲府 手続き 4", "協定書 署名欄 丙 氏名"]
)
def test_a_number_that_no_part_bears_leads_nowhere(assistant: Assistant, written):
    assert assistant.lookup(written).outcome == "no_such_clause"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("第6条の前の条", ("第5条",)),
        ("第六条第二項にいう「前項」", ("第6条", "第1項")),
        ("第2条の「次条」が指す条", ("第3条",)),
        ("協定3①二", ("第3条", "第2号")),
        ("えーと、ろくじょうのさんこう、お願いできますか", ("第6条", "第3項")),
        ("dai-ni-jo (Iwamizawa, Bibai)", ("第2条",)),
        ("岩見沢・美唄協定 4条の3項", ("第4条", "第3項")),
        ("事務執行にあたって　２項", ("第4条", "第2項")),
        ("北見地域定住自立圏　第拾壱段落", ("第11段落",)),
        ("北見 ◆印", ("第1項目",)),
        ("広域圏組合の解散　なお書き", ("札幌広域圏組合の解散及び決算について", "第4段落")),
    ],
)
def test_a_clause_pointed_at_or_noted_in_short_is_found(assistant: Assistant, written, path):
    assert [quote.path for quote in assistant.lookup(written).quotes] == [path]


def test_two_parts_by_their_numbers_are_both_quoted(assistant: Assistant):
    quotes = assistant.lookup("アンケート1と2の配布数（一関）").quotes
    assert [quote.path[-2:] for quote in quotes] == [
        ("住民アンケート", "配布数"),
        ("高校生・高専生アンケート", "配布数"),
    ]


def test_a_column_alone_is_asked_back(assistant: Assistant):
    answer = assistant.lookup("乙の役割")
    assert (answer.outcome, bool(answer.related)) == ("unclear", True)


@pytest.mark.parametrize(
    "written", ["旭川市の協定書　第3条第2項", "帯広　お問い合わせ　電話", "地方自治法第1条"]
)
def test_an_address_in_what_is_not_held_is_out_of_scope(assistant: Assistant, written):
    assert assistant.lookup(written).outcome == "out_of_scope"


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("北見市が中心市宣言をしたのはいつ？", "いや、北見じゃなくて一関"), "平成25年7月23日"),
        (("北見市議会が協定を議決したのはいつですか", "町の方は？"), "令和元年9月26日まで"),
        (("別表1 救急医療体制 乙の役割", "取組内容も"), "休日・夜間及び専門医の救急医療体制"),
        (("北見の協定はいつ結んだ？", "組合が解散したのはなぜ？"), "近年の低金利の状況下"),
        (
            ("一関の住民アンケートは何人に配った？", "回答率は？", "高校生の方は？"),
            "71.8%",
        ),
        (
            ("岩見沢と美唄の協定は何年後に効力がなくなる？", "じゃあ変更するときは？"),
            "変更しようとするとき",
        ),
        (("北見の協定の締結式に来た来賓って誰", "その式、いつやったの？"), "令和元年10月18日"),
        (("一関の第2次ビジョンができた日は？", "北見のはいつできたの？"), "令和2年3月"),
    ],
)
def test_a_turn_corrects_turns_to_another_or_leaves(assistant: Assistant, turns, words):
    earlier = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert words in answer.quotes[0].text


def test_another_document_is_left_alone_by_what_it_does_not_say(assistant: Assistant):
    _, first = assistant.converse("一関の住民アンケートの回答率は？", [])
    answer, _ = assistant.converse("自由記述で多かった意見は何？", [first])
    assert answer.outcome == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "岩見沢・美唄の協定を廃止するなら、議決から何日以内に相手へ通告しないといけない？",
        "岩見沢・美唄の協定をやめる議決は、議員の3分の2以上の賛成が必要ですか？",
        "札幌広域圏組合の基金はいくら残っていましたか",
        "一関の協定は何回変更された？",
    ],
)
def test_a_figure_that_no_words_tell_is_not_found(assistant: Assistant, question):
    assert assistant.ask(question).outcome == "not_found"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "甲府市のページにある、圏域形成の手続きの3番目は何でしょうか。",
            "連携中枢都市圏ビジョンの策定",
        ),
        ("札幌市が連携中枢都市になると宣言したのは2019年で間違いないですか？", "2018年11月28日"),
        ("札幌市はこれまでにどの市町村と連携協約を結んだのでしょうか", "連携協約(小樽市)"),
        ("北見市の定重自立圏の担当の課と電話を教えて", "企画課"),
    ],
)
def test_the_words_that_settle_it_come_first(assistant: Assistant, question, words):
    assert words in assistant.ask(question).quotes[0].text


def test_the_other_party_is_no_second_to_the_one_meant(assistant: Assistant):
    (quote,) = assistant.ask("美唄市側でハンコを押した人はどなた？").quotes
    assert quote.path == ("署名欄", "乙", "氏名")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "札幌のビジョンの第1期は、たしか2025年の3月で終わったんですよね？",
            "令和6年(2024年)3月31日",
        ),
        ("社会科の宿題で調べています。甲府市では人口が減ると何が困る？", "コミュニティ機能の低下"),
        ("一関の共生ビジョンのアンケートは、生徒にどうやって頼んだんですか", "学校を通じて"),
        ("一関のアンケート、名前や住所はどこから拾って選んだのですか", "住民基本台帳"),
        ("一関で平成31年3月29日に策定されたものは何", "H31.3.29策定"),
        ("江別市民です。札幌市の窓口の電話を教えてください。", "011-211-2281"),
        ("「０１５７－２５－１１０３」はどこの番号ですか", "企画課"),
        ("一関の住民アンケートは、どういう人に配られたんですか", "18歳から80歳まで"),
        ("甲府の担当の部署はどこ？", "自治体連携課"),
        ("岩見沢と美唄の協定をやめるのに手続きはいる？", "その旨を他方に通告"),
        ("岩見沢と美唄の協定は変更できますか", "変更しようとするとき"),
    ],
)
def test_what_is_told_beside_the_question_leads_nowhere_else(assistant, question, words):
    assert words in assistant.ask(question).quotes[0].text


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("岩見沢市と美唄市の協定の事務局はどちらの市に置かれますか。", "not_found"),
        ("岩見沢市と美唄市の協定は、何もしなければ自動で更新されますか", "not_found"),
        ("北見の共生ビジョン懇談会って誰でも傍聴できる？", "not_found"),
        ("甲府市の連携協約は解約できますか", "not_found"),
        ("今何時？", "out_of_scope"),
        ("いつもお世話になっております。よいお年をお迎えください。", "out_of_scope"),
    ],
)
def test_what_only_sounds_like_a_clause_gets_none(assistant: Assistant, question, outcome):
    assert assistant.ask(question).outcome == outcome
