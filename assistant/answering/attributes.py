"""What a question asks of a thing by a noun (参加費, 出席率), and which chunks tell it."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.needs import Requirement
from assistant.answering.nouns import spoken_of
from assistant.answering.searcher import Searcher
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.language.tokens import Word, fold, words
from assistant.records import Query

# Who is asked for is told by a name, and an office by its fields, without the noun.
_TOLD_OTHERWISE = FIELDS | {"who", "person", "definition", "purpose"}
_NOUN_PARTS = frozenset({"名詞", "接頭辞", "接尾辞"})
_COPULA = (
    "(?:になって(?:い)?(?:ます|る)|に?なり?(?:ます|る)|である|です|でしょう|だった|でした|だ|なの"
    "|あり(?:ます|ません)|ある|ない)?(?:か|かな|の|っけ|かね|かしら)*[?。]*$"
)
_HOW_MUCH = (
    "(?:どう|どの(?:くらい|ぐらい|程度)|どれ(?:くらい|ぐらい|だけ|ほど)|いくら|いくつ|いつ"
    "|何[^、。?]{0,3}|なん[^、。?]{0,4}|どこ|どちら)?"
)
# What follows the noun that is asked for, to the end of the question.
_ASKED = re.compile(
    f"(?:は|って|とは|も|が)[、 ]?{_HOW_MUCH}{_COPULA}"
    "|(?:を|について|が|は)、?(?:数字で|具体的に|正確に|詳しく|ぜひ)?(?:教え|おしえ|知り(?:たい|たく)|お知らせ|示し?)[^、]{0,14}$"
)
# By what a compound ends in, what words that tell it must hold.
_MONEY = r"[0-9]\s*[千万億]?円|無料|無償|半額"
_COUNTED = (
    r"[0-9]\s*(?:人|名|件|社|校|回|台|世帯|か所|箇所|施設|事業|通|枚|票|市|町|村|組|戸|本|便|点|団体"
    r"|項目|%)|[二三四五六七八九十]+(?:人|名|件|社|校|回|台|世帯|通|枚|票|市|町|村|団体|項目)"
)
_ENDINGS = (
    (re.compile(".率$"), re.compile(r"[0-9一二三四五六七八九十]\s*[%割]")),
    (re.compile(".[費料代賃額]$"), re.compile(_MONEY)),
    (re.compile(".数$"), re.compile(_COUNTED)),
    (re.compile("(?:高|広|長|重|深)さ$"), re.compile("[0-9]")),
)
# What is asked for of a thing by how much of it there is: 賛成票の数.
_AMOUNTS = frozenset({"数", "額", "割合", "比率"})


def attributes(query: Query, searcher: Searcher) -> list[Requirement]:
    """協定締結式の参加費 asked: words that tell a 参加費, not of the 協定締結式 at large."""
    if query.language != "ja" or query.asked & _TOLD_OTHERWISE or {"file", "list"} <= query.asked:
        return []
    # A follow-up may have been joined to words that were said before.
    noun = asked_noun(query.text) or asked_noun(fold(query.question))
    name = "".join(word.surface for word in noun)
    frame = vocabulary().frame
    parts = {word.surface for word in noun}
    things = [
        t
        for t in query.terms
        if t.specific and t.surface in parts and t.surface not in frame | _AMOUNTS
    ]
    met = np.ones(len(searcher.texts), bool)
    for term in things:
        met &= spoken_of(term, searcher) > 0
    whole = len(noun) > 1 or (bool(noun) and noun[0].surface.endswith("さ"))
    shown = next((shape for ends, shape in _ENDINGS if whole and ends.search(name)), None)
    if shown is not None:
        # A figure in a table is told by its row and column.
        cells = np.array([bool(column) for column in searcher.columns], bool)
        met = (met | cells) & (searcher.matching(shown) | searcher.containing(name))
    return [Requirement(name, met)] if things or shown is not None else []


def asks_figure(text: str) -> bool:
    """Whether a question ends by asking for a figure that a compound names: 歳入の合計額は？."""
    noun = asked_noun(text)
    name = "".join(word.surface for word in noun)
    return len(noun) > 1 and any(ends.search(name) for ends, _ in _ENDINGS)


def asked_noun(text: str) -> list[Word]:
    """The last noun with those that it is joined to, where the question ends by asking for it.

    It stands first, behind の, a comma or a name; what is asked for behind a verb (認定された会議)
    is of a kind and need not be named, nor is one of several that are joined (農業と観光).
    """
    ways = (_ASKED.match(text, m.start()) for m in re.finditer("[はっとをにがも]", text))
    asked = next((way for way in ways if way), None)
    if asked is None:
        return []
    run: list[Word] = []
    of: list[Word] = []
    before = ""
    for word in words(text[: asked.start()]):
        if word.part in _NOUN_PARTS:
            run.append(word)
        elif word.surface == "の" and run:
            before, of, run = "の", run, []
        else:
            before, of, run = word.surface, [], []
    if run and run[0].surface in _AMOUNTS and before == "の":
        return [*of, *run]
    return run if before in {"", "の", "、", " ", "」"} else []
