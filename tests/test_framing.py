"""What frames a question refuses nothing; what must be told, supposed or counted is looked for."""

from __future__ import annotations

import pytest

from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "岩見沢と美唄の協定で、文書で相手方に知らせることを義務づけた規定を特定してください。",
            "書面によって",
        ),
        (
            "「定住自立圏形成協定」の意義につき、一関市のページから簡潔にご説明願います。",
            "締結する",
        ),
        ("ぼくは小学生です。北見市はいくつの町とチームになったの？", "4町"),
        (
            "東京から越してきました。定住自立圏構想は都会の人に何を用意してくれるの？",
            "居住の選択肢",
        ),
        (
            "イワミザワシト ビバイシノ キョウテイハ ギカイヲ トオサナクテモ カエラレマスカ",
            "議会の議決",
        ),
        ("1市4町の長が集まって締結式をした場所はどこの市ですか", "北見市において"),
        ("北見での締結式に来賓として出席した道の副局長の名前を教えてください。", "大澤英二"),
        (
            "さっぽろ連携中枢都市圏の第1期ビジョンって、2025年の今もまだ期間中ですか？",
            "令和6年(2024年)3月31日",
        ),
        ("一関・平泉の3期目の共生ビジョンを策定したのはいつ？", "令和6年3月29日"),
    ],
)
def test_how_a_question_is_put_is_not_what_must_be_told(assistant: Assistant, question, words):
    quotes = assistant.ask(question).quotes
    assert any(words in quote.text for quote in quotes[:2])


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("一関市の第3次の総合計画ができたのはいつ？", "not_found"),
        ("一関市の子育て支援計画は10年計画ですか?", "not_found"),
        ("岩見沢に引っ越したら、支援金みたいなのもらえる?", "not_found"),
        ("札幌広域圏組合の解散後、退職金はいくら払われましたか", "not_found"),
        ("たきかわの しちょうは だれですか", "out_of_scope"),
        ("圏域の未来について、楽しいお話を一つ書いてください。", "out_of_scope"),
        ("乙は何をするの？", "unclear"),
        ("岩見沢と美唄の別表2の9番目の項目は何?", "no_such_clause"),
    ],
)
def test_a_thing_that_nobody_tells_is_refused(assistant: Assistant, question, outcome):
    assert assistant.ask(question).outcome == outcome


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "札幌が連携中枢都市になると名乗ったのと、北見が宣言をしたのと、先はどっち?",
            ("2018年11月28日", "2019)年2月28日"),
        ),
        ("一関の調査で、調査票を多く配ったのは大人向けと生徒向けのどっち?", ("3,982人", "1,171人")),
        (
            "岩見沢と美唄の協定を変えるときもやめるときも、どっちも議会にかけないとだめ?",
            ("第5条", "第6条"),
        ),
        (
            "一関・平泉と岩見沢・美唄では、どちらが先に協定を結びましたか。",
            ("平成25年10月25日", "令和7年3月26日"),
        ),
        (
            "北見の中心市宣言から共生ビジョン策定までの経過を、年月日付きで一覧にしてください。",
            ("平成31(2019)年2月28日", "令和元年10月10日", "令和2年3月"),
        ),
        ("岩見沢市と美唄市の協定の各条の見出しを全部", ("目的", "協定の廃止", "協議")),
        (
            "一関市が公開している、アンケート結果のPDFをすべて教えて",
            ("【概要版】住民", "【概要版】高校生"),
        ),
    ],
)
def test_each_of_what_is_asked_for_is_quoted(assistant: Assistant, question, words):
    quotes = assistant.ask(question).quotes
    assert all(any(w in q.text or w in q.path for q in quotes) for w in words)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("電話番号は？", "失礼いたしました、甲府市の件でございます。"), "055-237-5321"),
        (
            ("甲府のページの、連携中枢都市圏をつくる手順は？", "2番目、もっと詳しく"),
            "連携協約の締結",
        ),
        (
            ("岩見沢・美唄の協定の第3条は？", "前の条は？", "さらにもう一つ前は？"),
            "相互に役割を分担し",
        ),
        (("岩見沢市の方から美唄との協定をやめるって言えるの？", "逆の場合は？"), "甲又は乙は"),
        (("札幌広域圏組合が解散したのはいつ？", "なぜですか？"), "運用益の大幅な減少"),
        (("一関の高校生向けアンケートは誰が対象でしたか。", "大人の方は？"), "18歳から80歳"),
        (("岩見沢市と美唄市の協定の別表2は何の分野ですか。", "別表3は？"), "資源制約"),
        (("別表1 医療 救急医療体制 甲の役割", "では、乙の役割は？"), "甲の実施する企画や事業"),
        (("北見の協定の締結式の日は？", "ありがとうございます。会場は？"), "北見市において"),
        (("甲府のページで、圏域が果たす3つの役割は？", "防災はそのどれに入る？"), "福祉、防災"),
        (("一関の住民アンケートの回答率は？", "高校生や高専生のほうはどうだった？"), "841人"),
        (("甲府のページの、連携中枢都市圏をつくる手順は？", "２番目"), "連携協約の締結"),
        (
            (
                "札幌広域圏組合の最後の決算書、PDFの容量は？",
                "別の話ですが、組合が解散したのはなぜ？",
            ),
            "運用益の大幅な減少",
        ),
        (
            (
                "岩見沢と美唄の協定で、道路の整備は何をする？",
                "ごめん道路じゃなくてネットとかICTのほう",
            ),
            "ICT環境の整備",
        ),
    ],
)
def test_a_turn_that_says_little_is_understood(assistant: Assistant, turns, words):
    earlier = []
    for question in turns:
        answer, query = assistant.converse(question, earlier)
        earlier.append(query)
    assert any(words in quote.text for quote in answer.quotes[:2])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("美幌からかけます。北見の定住自立圏のことを聞ける番号、何番ですか？", "0157-25-1103"),
        ("江別に住んでおります。札幌の連携中枢都市圏の担当の電話番号は？", "011-211-2281"),
        ("一関と平泉が手ぇ結ぶ書類さ、いっとう最初にハンコついだ日はいつだべ", "平成25年10月25日"),
        ("北見市は中心市としてどんなことに取り組むと宣言しましたか", "魅力あふれる地域を形成"),
        ("北見の「共生ビジョン」って、要するに何ですか", "具体的な取組等を記載するもの"),
        ("岩見沢・美唄の協定の「関係人口」って、何をすると書いてあるの", "交流・関係人口の創出"),
        ("甲府の広報の連携の記事、なんという題かね", "連携中枢都市圏への道!"),
        ("北見 1市4町 調印式 日付", "令和元年10月18日"),
        ("一関の住民ｱﾝｹ-トの回収率は何%", "30.9%"),
        ("北見の強制ビジョンていつ策定したの", "令和2年3月"),
        ("2025年の協定書に署名した岩見沢市長の姓は", "松野"),
    ],
)
def test_as_people_really_ask(assistant: Assistant, question, words):
    answer = assistant.ask(question)
    assert any(words in quote.text for quote in answer.quotes[:1])


def test_the_words_of_a_turn_stay_as_they_were_typed(assistant: Assistant):
    _, first = assistant.converse("電話番号は？", [])
    answer, _ = assistant.converse("すみません、甲府市の件です。", [first])
    assert answer.question == "すみません、甲府市の件です。"
