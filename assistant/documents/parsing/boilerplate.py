"""What stands on every page of a site and says nothing of the matter: menus, forms, notices."""

from __future__ import annotations

import re

from assistant.documents.parsing.lines import Line
from assistant.documents.parsing.markers import bullet, item_marker

# Bare short lines in a row that make a menu; two or three may be a heading and its links.
MENU_RUN = 5
LONGEST_MENU_ENTRY = 30

_BREADCRUMB = re.compile(
    r"(?:現在(?:の位置|位置|地)\s*[:：]?\s*)?(?:ホーム|トップ|HOME|Home|TOP|Top)[^。]*?\s*(?:[>＞»›→/／]|[|｜](?=.*[|｜]))\s*\S.*"
    r"|[^。]{1,40}(?:\s+[>＞»›→]\s+[^。]{1,40}){2,}|現在の位置\s*[:：]?|パンくず(?:リスト)?"
)
_SITE = re.compile(
    r"(?:ここから|以下)?(?:本文|サブナビゲーション|フッター|ヘッダー)(?:です|(?:ここまで|はじめ|へ(?:移動|ジャンプ|スキップ)?))?(?:します)?。?"
    r"|ここ(?:から|まで)(?:が)?(?:本文|サブ|フッター|ヘッダー|グローバル).*"
    r"|(?:この)?(?:ページ|ぺージ)?の?(?:先頭|上|トップ|最初)(?:へ|に)(?:戻る|もどる)?。?|(?:一覧|前のページ|トップページ|ホーム)(?:へ|に)(?:戻る|もどる)"
    r"|(?:グローバル)?(?:メニュー|ナビゲーション|ナビ)(?:を)?(?:開く|閉じる|スキップ)?|MENU|Menu|CLOSE|Close|閉じる|開く|SEARCH|検索|サイト内検索|サイトマップ|Language|言語(?:選択)?"
    r"|(?:この(?:ページ|記事)を)?(?:印刷(?:する)?|大きな文字で印刷|シェア(?:する)?|ツイート(?:する)?|ポスト(?:する)?|LINEで送る|X(?:で)?(?:ポスト|シェア)?|Facebook.*)"
    r"|文字(?:サイズ|の大きさ)(?:・?(?:配色|色合い))?.{0,20}|背景色.{0,12}|標準|拡大|縮小|音声読み上げ|よみあげ|やさしいにほんご"
    r"|[※▶]?\s*(?:ふりがな|よみがな|ルビ)(?:を?(?:つける|付ける|ふる|振る|表示)(?:する)?)?|(?:音声で)?(?:よみあげる|読み上げる?)|やさしい日本語|閲覧支援|色合い変更"
    r"|(?:現在|ただいま)[、，]?.{0,16}(?:情報|お知らせ)はありません。?|(?:スマートフォン|パソコン|PC|モバイル)版(?:で?表示|へ)?"
    r"|(?:プライバシーポリシー|個人情報の取扱い|免責事項|著作権(?:・リンク)?(?:について)?|リンク(?:について|集)|ウェブアクセシビリティ(?:方針)?|このサイトについて|RSS.{0,8}|サイトポリシー|アクセシビリティ(?:について|方針)?)"
)
_READER = re.compile(
    r"Adobe|Acrobat|アクロバット|アドビ|(?:PDF|ＰＤＦ)(?:形式の?)?(?:ファイル)?を(?:ご覧|閲覧|表示|見る|開く)|Readerが必要|リーダーが必要|プラグイン"
)
_SURVEY = re.compile(
    r"(?:この|本)?(?:ページ|ぺージ)(?:の|に|を|は|で).{0,30}(?:役に立|見つけ|わかりやす|分かりやす|探しやす|満足|参考になり|見やす)"
    r"|(?:より|もっと)?(?:良い|よい).{0,12}(?:ウェブサイト|ホームページ|サイト|ページ).{0,12}(?:ため|する)"
    r"|ご意見(?:・ご感想)?を?お聞かせ|アンケートにご協力|(?:このページに関する|ページ)アンケート|(?:ご意見|お気づき).{0,30}(?:入力|記入)(?:して)?ください"
    r"|(?:質問|問)[:：]?.{0,6}このページ"
    r"|お探しの(?:答え|回答|ページ|情報|内容)(?:は|が).{0,4}(?:見つか|みつか)"
)
_COPYRIGHT = re.compile(r"copyright|©|\(c\)|（c）|all rights reserved|無断転載", re.IGNORECASE)
_FAQ_HEADING = re.compile("よくあるご?質問")
# Where to turn with a question of one's own is told to the reader; it is no pointer.
_FAQ_POINTER = re.compile(
    r"(?!.*(?:連絡|問い?合わ?せ)(?:を?(?:お願い|願い)|して|下さい|ください|い?たします))"
    r".*よくある(?:ご)?質問(?:入り?口|一覧|コンテンツ|」|内の|はこちら|へ).*"
)

_PARTS = re.compile(r"[\s\u3000|｜\[\]［］]+")
_SENTENCE_END = ("。", "．", "！", "？", "!", "?")


def is_boilerplate(words: str) -> bool:
    """Whether a line by itself is breadcrumb, navigation, notice, survey or copyright."""
    return bool(
        _BREADCRUMB.fullmatch(words)
        or _SITE.fullmatch(words)
        or all(_SITE.fullmatch(part) for part in _PARTS.split(words.strip("[]［］|｜ ")) if part)
        or _READER.search(words)
        or _SURVEY.search(words)
        or _COPYRIGHT.search(words)
        or _FAQ_POINTER.fullmatch(words)
        or heads_questions(words)
    )


def heads_questions(words: str) -> bool:
    """Whether a line is the heading above a site's common questions, which are no page's own."""
    return bool(_FAQ_HEADING.fullmatch(words))


def begins_survey(words: str) -> bool:
    """Whether a line asks what the reader thinks of the page."""
    return bool(_SURVEY.search(words))


def is_body_start(words: str) -> bool:
    """Whether a line says that the page's own text begins below it."""
    return bool(re.fullmatch(r"ここから(?:が)?本文(?:です)?。?|本文(?:ここから)?", words)) or bool(
        _BREADCRUMB.fullmatch(words)
    )


def is_sentence(words: str) -> bool:
    """Whether a line ends as a sentence does."""
    return words.rstrip("）)」』 \u3000").endswith(_SENTENCE_END) or words.endswith(_SENTENCE_END)


def is_menu_entry(words: str) -> bool:
    """Whether a line could be an entry of a menu: short, bare words."""
    return (
        0 < len(words) <= LONGEST_MENU_ENTRY
        and not is_sentence(words)
        and not re.search(
            r"[、。:：|\t]|\S\u3000+\S|[0-9０-９]{2,}|KB|MB|PDF|Word|Excel|https?://", words
        )
        and not item_marker(words)
        and not bullet(words)
    )


def menu_lines(lines: list[Line]) -> set[int]:
    """The lines that stand in runs of bare short lines without a blank between, as menus do."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate([*lines, Line(0, 0, 0, "")]):
        if line.words and is_menu_entry(line.words):
            run.append(i)
            continue
        if len(run) >= MENU_RUN:
            # A sentence straight below would make the last entry its heading.
            keeps_last = bool(line.words) and is_sentence(line.words)
            found.update(run[:-1] if keeps_last else run)
        run = []
    return found
