"""What a question asks for, and the part of it that asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.vocabulary import vocabulary
from assistant.records import Query, Term

# Kinds that a question does not ask for which only wants to know whether something is so.
_FACTS = {"when", "who", "where", "how_many", "person"}
# The name of an office asked for beside its fields: 課名と電話, 何課の何番.
_NAME_OF_OFFICE = re.compile(
    "(?:局|部|課|室|係|部署)の?(?:名称|名前|名(?=と|、|は|を|も))|(?:何|どの|どこの)課の"
    "|(?:担当|所管)(?:の|する|している)?(?:課|部署|係|室|部局)(?=と|や|、|・|及び)"
)
_LONGEST_PAIR = 2
# How many there are, and not which.
_COUNTED_ALONE = re.compile("(?:いくつ|何(?:市|町|村|個|つ))(?:です|でし|あり|ある|[?。]|$)")
# Two things held in the same time or on the same day, asked of both.
_SAME_TIME = re.compile("同じ(?:時期|日|年|月|期間)|(?:時期|日|年|月|期間)(?:は|も|が)、?同じ")
_ALSO = ("も", "番号も", "アドレスも")
# What stands between two fields of a contact that are asked for together.
_BETWEEN_FIELDS = (
    "(?:番号|アドレス|번호| ?numbers?)?"
    "(?:と|及び|および|・|、|,|も|や|、?それと|、?あと|と、| and (?:the )?| or |와 |과 |和| và )"
    "[^、。?]{0,8}"
)
_ASKS = re.compile(
    "[?]|(?:は|って)。?$|(?:か|かね|かな|かしら|でしょう|だろう|っけ|(?:教え|挙げ|示し|並べ|知らせ|見せ)て|(?<!で)のう|ください|下さい|ほしい|たい(?:です)?|願い?ます|願う)。?$"
)
_MAY_ASK = re.compile("ます。?$")
# What leads up to a question, and how it says that the question is about just that.
_LEAD = re.compile(
    "^.*(?:けれども?|けど|ですが|ますが|[んのた]だが|なんだが|ますので|ですから|んで|ので|(?:身|者|立場)としては)、"
)
_POINTS = re.compile("(?:その|あの|この|それ|あれ)")
_INTRODUCES = re.compile(
    "(?:ぼく|僕|私|わたし|わし|俺|うち)(?:は|の)|(?:年生|者|もの|学生|ゼミ|住んで(?:い|お)?(?:ます|り|る)|から(?:かけ|お?電話)|でいます|住まい)(?:です|なのですが)"
)
# What the answer is for says nothing of the matter: 自由研究で地図に色を塗ります.
_FOR_WHAT = re.compile(
    "^(?:自由研究|宿題|レポート|論文|卒論|調べ学習|発表|授業|記事|取材|会議資料)(?:で|に|のため)"
    "[^。、?]{2,24}(?:ます|です|つもり|予定)[。]?$"
)
_NAMES_MATTER = re.compile(
    "(?:について|に関し|のこと|(?:を|が)(?:知り|聞き|教え|調べ(?!て(?:い|お)?(?:る|り|ます|て))|確認|探し|伺い|うかがい|見(?!てこい|て来い)))"
)


def asking_part(text: str, known: Sequence[Term]) -> str:
    """The part of a question that asks: 岩見沢と美唄で余分にかかったら, not 税を払う身としては.

    What leads up to it may speak of anything; where the rest names no thing, all of it asks.
    """
    sentences = list(re.finditer(r"[^。!?]*[。!?]*", text))
    sentences = [s for s in sentences if s[0].strip("。!? ")]
    for said in [s for s in sentences[1:] if _FOR_WHAT.match(s[0])]:
        return asking_part(text[: said.start()] + text[said.end() :], known)
    asks = [s for s in sentences if _ASKS.search(s[0])] or [
        s for s in sentences if _MAY_ASK.search(s[0])
    ]
    at = next((s.start() for s in (*asks, *sentences[-1:])), 0)
    lead = _LEAD.match(text[at:])
    if lead and not _NAMES_MATTER.search(lead[0]):
        at += lead.end()
    end = asks[-1].end() if asks else len(text)
    before, asking = text[:at], text[at : max(at, end)]
    named = any(term.specific and term.surface in asking for term in known)
    leads = named or bool(_INTRODUCES.search(before) or _POINTS.search(asking))
    return asking if asking and leads and not _NAMES_MATTER.search(before) else text


def asked_in(query: Query) -> str:
    """The part of a question that asks; of one in another language all, its translation behind."""
    return asking_part(query.text, query.terms) if query.language == "ja" else query.text


def asked_for(text: str) -> frozenset[str]:
    """The kinds of thing that a question asks for; of the fields of a contact only the first."""
    found = {kind for kind, pattern in vocabulary().asked.items() if pattern.search(text)}
    fields = [kind for kind in vocabulary().fields if kind in found]
    if fields:
        joined = _joined_with_first(fields, text)
        kept = {fields[0]} | ({"office"} if _NAME_OF_OFFICE.search(text) else set())
        dropped = {"office"} - kept if joined else set(fields[1:])
        found -= {*dropped, "who", "where", "person", "how_many", "definition"}
    if "person" in found:
        found -= {"who"}
    if "how_many" in found and _COUNTED_ALONE.search(text):
        found -= {"list"}
    if "comparison" in found and _SAME_TIME.search(text):
        found |= {"when"}
    elif "yes_no" in found and not fields and not vocabulary().tells.search(text):
        found -= _FACTS | {"list"}
    return frozenset(found)


def _joined_with_first(fields: Sequence[str], text: str) -> bool:
    """Whether a field of a contact is named right beside the first one: 電話とファクス."""
    spots = {kind: list(vocabulary().asked[kind].finditer(text)) for kind in fields}
    named = bool(_NAME_OF_OFFICE.search(text))
    if len(fields) - ("office" in fields and not named) > _LONGEST_PAIR:
        return True
    if named and "office" in fields:
        return True
    first, *others = (spots[kind] for kind in fields)
    # 電話番号を。ファクスもあれば。
    if any(text[m.end() :].startswith(_ALSO) for one in spots.values() for m in one):
        return True
    gaps = [
        text[min(a.end(), b.end()) : max(a.start(), b.start())]
        for a in first
        for other in others
        for b in other
    ]
    # Keywords stand side by side: 郵便番号 所在地.
    beside = "" in gaps and "office" not in fields
    return beside or any(re.fullmatch(_BETWEEN_FIELDS, gap) for gap in gaps)
