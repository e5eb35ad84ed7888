"""What the words that answer a question must hold; where none do, the reason for a no."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assistant.answering.asking import asked_in
from assistant.answering.attributes import attributes
from assistant.answering.limits import Limits
from assistant.answering.needs import Requirement
from assistant.answering.nouns import Nouns
from assistant.answering.offices import contacts, services
from assistant.answering.searcher import Searcher
from assistant.answering.signals import is_subject, letter_meant, party_meant
from assistant.answering.strangers import is_stranger, strange
from assistant.answering.towns import towns
from assistant.answering.vocabulary import FACTS, FIELDS, vocabulary
from assistant.answering.whose import actors, bodies, done, holders, letters, named_person, owners
from assistant.language.eras import find_days
from assistant.language.ordinals import ORDINAL, ordinals
from assistant.language.tokens import fold, words
from assistant.records import Chunk, Query

STRICT_SHAPES = FIELDS | {"when", "person"}
_ASKS_VENUE = re.compile(
    "会場|場所|どこで(?!す|し|見|み|読|確認|手に)|(?:どの|どういう|どんな)場(?!が)|venue"
)
_AMENDS = re.compile("一部を変更|変更協[定約]|変更する(?:連携)?協[定約]")
_OTHER_PAPER = re.compile("覚書|申し?合わ?せ|念書|memorand")
_OF_OTHER_PAPER = re.compile("(?:覚書|申し?合わ?せ|念書)(?:[（(][^（）()]*[）)])?は")
_CHANGES = re.compile(
    "変更|変え|変わ|改|見直|手直|修正|直し|chang|amend|modif|revis|变|修|변경|수정|thay đổi|sửa"
)
_CHANGED = re.compile("変更|改正|改定|改訂|見直")
_BILL = re.compile("(?:案|議案)を(?:上程|提出|提案)")
_ASKS_BILL = re.compile(
    "案(?:を|が|は|の)|議会|議決|上程|提案|提出|可決|審議|assembly|council|议会|의회|hội đồng"
)
_CHANGED_PAPER = re.compile(
    "(?:協定|協約|取り?決め|別表)書?(?:の(?:内容|中身|一部|どこ))?(?:を|の|が)[^。、]{0,6}(?:変更|変え|変わ|改|見直|直)"
)
# Kinds of question told by a passage that need not have each word of theirs.
_TOLD_AT_LENGTH = frozenset({"role", "why", "purpose", "content", "comparison"})
_OPEN = frozenset({"procedure", "why", "purpose", "role", "list", "person", "definition"})
# Three things or more in a row, each of which may have a place of its own.
_ENUMERATES = re.compile("[一-鿿ァ-ヶー]{2,}(?:(?:とか|と|や|、|・|及び)[一-鿿ァ-ヶー]{2,}){2,}")
# Pupils asked about with all the others: 住民や高校生.
_BESIDE_ALL = re.compile(
    "(?:住民|市民|町民|大人)(?:や|と|・|、|及び)|[生徒](?:や|と|とか|・|、|及び)(?:住民|市民|町民|大人)"
)
_WHICH_SIDE = re.compile(
    "(?:の|、|は|って)(?:うち)?、?(?:どちら|どっち)(?:の(?:仕事|役割|役目|担当|受け持ち|自治体|まち|市|町|側)"
    "|が(?!先|多|早|高|新|古|長|短|大|小|低|少|広|狭)|です|なの|だ|か|[?？。]|$)"
)
_MORE = re.compile("(?:先|多|早|高|新し|古|長|短|大き|小さ|低|少な|遅|違|広|狭)")
_ASKS_WHICH_ONE = re.compile(
    "(?P<thing>[一-鿿々ァ-ヶー]{2,10})(?:の(?:お?名前|名称)|は、?(?:何|なん)という名前|って(?:どこ|どちら)|は(?:どこ|どちら)(?:です|と(?:決|定)|[?？]|$))"
    "|(?P<as>[一-鿿々ァ-ヶー]{2,10})として(?:は)?、?(?:どこ|どちら|何という)"
    "|(?:どこの|(?<!な)どの|何という)(?P<which>[一-鿿々ァ-ヶー]{2,10})(?=が|を|で|に|さ|へ|です|だ|か(?!ら)|な|[?？。]|$)"
)
# 規程 asked for is told by the name of 要綱; 病院 is not by 医療 at large.
_PAPER_OF_RULES = re.compile(".*(?:要綱|条例|規則|規約|協定|協約|宣言書)")
_ASKS_NUMBER = re.compile("いくつ(?!か)|何(?:個|項目|分野|段階|種類)")
# A term that a question names as it is written: 「関係人口」.
_IN_QUOTES = re.compile("[「『]([^「」『』]{2,16})[」』]")
_ASKS_PAGE_DATE = re.compile(
    r"(?:ページ|サイト)[^。]{0,16}(?:更新|公開|掲載|登録|作成|手直し|新しく直し|書き換え|書きかえ|かきかえ|直され|なおされ|新しくな|あたらしくな|新たにな)|(?:更新|公開|掲載|登録)(?:年月)?日"
    r"|페이지[^?]{0,10}(?:갱신|업데이트|수정)|(?:页面|网页|頁面|網頁)[^?]{0,8}(?:更新|修改|发布)"
    r"|trang[^?]{0,24}cập nhật"
)
# What a page shows is no question of its date: ページで公開されている結果.
_SHOWN_THERE = re.compile(
    "(?:ページ|サイト)(?:で|に|上で)[^。、]{0,8}(?:公開|掲載|登録)されて?(?:い?る|た)"
)
_PAGE_DATES = (
    "更新日",
    "公開日",
    "掲載日",
    "登録日",
    "作成日",
    "ページ番号",
    "ページID",
    "記事ID",
    "記事番号",
)


def requirements(query: Query, searcher: Searcher) -> list[Requirement]:
    """All that an answer to this question must hold."""
    found = [
        replace(requirement, kind=kind)
        for kind, rule in _RULES.items()
        for requirement in rule(query, searcher)
    ]
    return [r for r in found if not r.met.all()]


def _shapes(query: Query, searcher: Searcher) -> list[Requirement]:
    fields = sorted(query.asked & FIELDS)
    kinds = sorted(query.asked & STRICT_SHAPES - FIELDS)
    if "where" in query.asked and _ASKS_VENUE.search(query.text):
        kinds.append("where")
    found = [Requirement(kind, searcher.shapes[kind]) for kind in kinds]
    if _ASKS_NUMBER.search(query.text) and not query.asked & FIELDS:
        found.append(Requirement("how_many", searcher.shapes["how_many"], soft=True))
    if "day" in query.asked and "when" in kinds:
        found.append(Requirement("day", searcher.shapes["day"], soft=True))
    if "why" in query.asked:
        found.append(Requirement("why", searcher.shapes["why"]))
    if fields:
        any_field = np.logical_or.reduce([searcher.shapes[kind] for kind in fields])
        found.append(Requirement("、".join(fields), any_field))
    return found


def _told(query: Query, searcher: Searcher) -> list[Requirement]:
    asked = f"{query.question}\n{query.text}".lower()
    found = {
        name: shown for pattern, shown, name in vocabulary().stands_for if pattern.search(asked)
    }
    if asks_page_date(query):
        found.pop("変更", None)  # of the page, which its date tells
    if len(found) > 1 or query.asked & FIELDS:
        found.pop("金額", None)  # いくら is said of any number
    return [Requirement(name, searcher.matching(shown)) for name, shown in found.items()]


def _ruled(query: Query, searcher: Searcher) -> list[Requirement]:
    """How to end an agreement asked: a document that says something of ending one."""
    found = []
    for pattern, shown, name in vocabulary().rules_on:
        if pattern.search(query.text):
            told = searcher.sources[searcher.matching(shown)]
            found.append(Requirement(name, np.isin(searcher.sources, told)))
    return found


def _nouns(query: Query, searcher: Searcher) -> list[Requirement]:
    """The things that the question is about; contact fields stand for themselves."""
    if query.asked & FIELDS or asks_page_date(query):
        return []
    nouns = Nouns.of(query, searcher)
    found = []
    if nouns.unknown:
        met = nouns.lost < _most_unknown(query, searcher.limits)
        found.append(Requirement("・".join(nouns.unknown), met, unknown=True))
    # 書面 and 協定 alone say which paper is meant, not what of it.
    if set(nouns.known) - vocabulary().papers and query.language == "ja":
        met = nouns.share >= _least_share(query, searcher.limits)
        found.append(Requirement("・".join(nouns.known), met))
    return found


def _least_share(query: Query, limits: Limits) -> float:
    if query.asked & {"comparison", "person"} or _ENUMERATES.search(query.text):
        return limits.least_share_of_side
    one_fact = query.asked & FACTS and not query.asked & _OPEN
    return limits.least_share_of_fact if one_fact else limits.least_share


def _most_unknown(query: Query, limits: Limits) -> float:
    if query.asked & FACTS:
        return limits.most_unknown_of_fact
    if query.asked & _TOLD_AT_LENGTH and not is_stranger(query):
        return limits.most_unknown_of_telling
    return limits.most_unknown_of_stranger if is_stranger(query) else limits.most_unknown


def _bearers(query: Query, searcher: Searcher) -> list[Requirement]:
    """病院の名前 or どこの病院 asked: words that speak of a 病院, not of medicine at large."""
    if query.asked & FIELDS or query.language != "ja":
        return []
    said = fold(query.question)
    named = [
        match["thing"] or match["as"] or match["which"] for match in _ASKS_WHICH_ONE.finditer(said)
    ]
    if not named:
        return []
    helps = vocabulary().papers | {"建物"}
    nouns = (noun for thing in named for noun in _last_noun(thing) - helps)
    found = dict.fromkeys(noun for noun in nouns if noun not in vocabulary().helping)
    known = vocabulary().everyday
    alike = {
        noun: {noun, *filter(_PAPER_OF_RULES.fullmatch, known.get(noun, ()))} for noun in found
    }
    return [
        Requirement(noun, np.logical_or.reduce([searcher.containing(w) for w in sorted(said)]))
        for noun, said in alike.items()
    ]


def _quoted(query: Query, searcher: Searcher) -> list[Requirement]:
    """「関係人口」 asked: words that hold it or stand under it, where any do."""
    own = np.isin(searcher.sources, list(query.documents or set(searcher.sources)))
    found = []
    for name in dict.fromkeys(_IN_QUOTES.findall(query.text)):
        if searcher.catalogue.of_value(name):
            continue  # whose number it is stands beside it
        met = np.array([name in text for text in searcher.whole], bool)
        if (met & own).any():
            found.append(Requirement(name, met))
    return found if query.language == "ja" and len(found) == 1 else []


def _apart(query: Query, searcher: Searcher) -> list[Requirement]:
    """中学生 asked: words about 高校生 are no answer; words about pupils at large may be."""
    found = []
    for large, *members in vocabulary().apart:
        asked = [member for member in members if member.search(asked_in(query))]
        several = "comparison" in query.asked or _BESIDE_ALL.search(query.text)
        if len(asked) != 1 or several:
            continue
        others = [member for member in members if member is not asked[0]]
        said = np.array([bool(asked[0].search(text)) for text in searcher.whole], bool)
        at_large = np.array([bool(large.search(text)) for text in searcher.whole], bool)
        of_others = [any(other.search(text) for other in others) for text in searcher.whole]
        met = said | ((at_large | searcher.beside(said)) & ~np.array(of_others, bool))
        named = asked[0].search(query.text)
        found.append(Requirement(named[0] if named else "", met))
    return found


def _last_noun(compound: str) -> set[str]:
    """The noun that a compound ends in, if it is longer than one sign and no deed (承認)."""
    last = words(compound)[-1]
    thing = last.common_noun and not last.verbal and len(last.surface) > 1
    return {last.surface} if thing else set()


def _ordinals(query: Query, searcher: Searcher) -> list[Requirement]:
    """第2期 asked: words of it; where several are asked for, words of any."""
    wanted = frozenset(ordinals(query.text))
    if not wanted:
        return []
    rows = list(zip(searcher.index.chunks, searcher.numbered, strict=True))
    named = {(chunk.source_id, chunk.path) for chunk, here in rows if here & wanted}

    def goes_on(chunk: Chunk) -> bool:
        """The rest of a paragraph, and items below it, speak of 第3次 without naming it again."""
        above = (chunk.path[: length + 1] for length in range(len(chunk.path)))
        return any((chunk.source_id, path) in named for path in above)

    met = [
        bool(here & wanted) or (not here and (goes_on(c) or bool(above & wanted)))
        for (c, here), above in zip(rows, searcher.numbers_above, strict=True)
    ]
    said = [f"第{number}{unit}" for number, unit in ORDINAL.findall(query.text)]
    return [Requirement("・".join(said or sorted(wanted)), np.array(met, bool))]


def _dates(query: Query, searcher: Searcher) -> list[Requirement]:
    """A year that the question names must stand in the words or in their section."""
    if not query.dates:
        return _days(query, searcher)
    homes: dict[tuple[str, tuple[str, ...]], bool] = {}
    keys, signed_then = [], set()
    for chunk, dates in zip(searcher.index.chunks, searcher.dates, strict=True):
        key = (chunk.source_id, tuple(s.label for s in chunk.path[:-1]))
        keys.append(key)
        agrees = any(d.agrees(q) for d in dates for q in query.dates)
        # What is told on a day below a heading dates what that heading says itself.
        for size in range(len(key[1]), 0, -1):
            above = (key[0], key[1][:size])
            homes[above] = homes.get(above, False) or agrees
        homes[key] = homes.get(key, False) or agrees
        if agrees and chunk.path[-1].label == "締結日":
            signed_then.add(chunk.source_id)  # 2025年の協定書 says which paper is meant
    name = "、".join(f"{d.year}年" + (f"{d.month}月" if d.month else "") for d in query.dates)
    # Words with dates of their own, none of them the one asked for, are beside the point.
    own = [
        not told or any(d.agrees(q) for d in dates for q in query.dates)
        for dates, told in zip(searcher.dates, searcher.dates_told, strict=True)
    ]
    met = np.array([homes[key] or key[0] in signed_then for key in keys], bool)
    # Whether it was then that something was so is answered by the day on which it was.
    supposed = "yes_no" in query.asked and not query.asked & FACTS
    return [
        Requirement(name, met, soft=supposed),
        Requirement(name, np.array(own, bool), soft=True),
    ]


def _days(query: Query, searcher: Searcher) -> list[Requirement]:
    """A day that is named without its year: words of it, where any words are."""
    wanted = find_days(query.text)
    met = np.array([bool(wanted & days) for days in searcher.days], bool)
    limited = np.isin(searcher.sources, list(query.documents or set(searcher.sources)))
    if not (met & limited).any():
        return []
    name = "、".join(f"{month}月{day}日" for month, day in sorted(wanted))
    return [Requirement(name, met)]


def asks_page_date(query: Query) -> bool:
    """Whether a question asks when a page was updated, and not about what it tells."""
    said = f"{fold(query.question)}\n{query.text}"
    asked = _ASKS_PAGE_DATE.search(_SHOWN_THERE.sub("", said))
    return bool(asked)


def asks_which_side(query: Query) -> bool:
    """Whether a question wants to know which of two does something: 甲と乙のどちらですか."""
    return bool(_WHICH_SIDE.search(query.text)) and not _MORE.search(query.text)


def _page(query: Query, searcher: Searcher) -> list[Requirement]:
    """When a page was updated is told only to one who asks for that."""
    labels = [c.path[-1].label in _PAGE_DATES for c in searcher.index.chunks]
    if asks_page_date(query):
        return [Requirement("ページの日付", np.array(labels, bool))]
    if re.search(r"更新|公開|掲載|ページ|updated", query.text):
        return []
    return [Requirement("日付", ~np.array(labels, bool))]


def _amended(query: Query, searcher: Searcher) -> list[Requirement]:
    """An agreement asked for by itself is the first, not one that changes it or came before.

    One whose change is asked about is told of by words of a change; a bill for it is not yet it.
    """
    bill = searcher.matching(_BILL) & (not _ASKS_BILL.search(query.text))
    if "comparison" in query.asked:
        return [Requirement("議案でないもの", ~bill, soft=True)]
    if _CHANGES.search(query.text if query.language == "ja" else query.question.lower()):
        changed = np.array([bool(_CHANGED.search(text)) for text in searcher.whole], bool)
        asked = _CHANGED_PAPER.search(query.text)
        return [Requirement("変更", changed & ~bill, soft=True)] if asked else []
    other = searcher.matching(_AMENDS)
    if not _OTHER_PAPER.search(query.text):
        other = other | searcher.matching(_OF_OTHER_PAPER)
    return [Requirement("変更前のもの", ~(other | bill), soft=True)]


def _columns(query: Query, searcher: Searcher) -> list[Requirement]:
    """A cell must be in the column meant, a party's own; the content, if no party is meant."""
    if asks_which_side(query):
        met = [not c or bool(p) for c, p in zip(searcher.columns, searcher.parties, strict=True)]
        return [Requirement("役割", np.array(met, bool))]
    if "comparison" in query.asked:
        return []
    letter = letter_meant(query)
    named = {c for c in searcher.columns if c and letter and c.startswith(letter)}
    explicit = sorted(named | {c for c in searcher.columns if len(c) > 1 and c in query.text})
    party = party_meant(query)
    if explicit:
        met = [not c or c in explicit for c in searcher.columns]
        return [Requirement("、".join(explicit), np.array(met, bool))]
    # 朽葉村の診療所を助けるのは誰 asks who, and names whom.
    does = "role" in query.asked or is_subject(party, query.text)
    if party and query.asked & {"role", "who"} and does:
        met = [not c or p == party for c, p in zip(searcher.columns, searcher.parties, strict=True)]
        return [Requirement(party, np.array(met, bool))]
    if not party and not query.asked & {"role", "who", "where"}:
        met = [not c or not p for c, p in zip(searcher.columns, searcher.parties, strict=True)]
        return [Requirement("取組内容", np.array(met, bool), soft=True)]
    return []


# Each kind of requirement, by the name under which `weights.toml` weighs it.
_RULES: dict[str, Callable[[Query, Searcher], list[Requirement]]] = {
    "shapes": _shapes,
    "told": _told,
    "ruled": _ruled,
    "nouns": _nouns,
    "bearers": _bearers,
    "quoted": _quoted,
    "attribute": attributes,
    "apart": _apart,
    "holders": holders,
    "bodies": bodies,
    "letters": letters,
    "done": done,
    "ordinals": _ordinals,
    "dates": _dates,
    "places": towns,
    "page": _page,
    "columns": _columns,
    "contacts": contacts,
    "services": services,
    "amended": _amended,
    "named": named_person,
    "owners": owners,
    "actors": actors,
    "strange": strange,
}
# A name of its own weighs what nouns are spoken of: the share, not whether it is enough. The
# others here are asked for too seldom to be weighed.
_UNWEIGHED = frozenset(
    {
        "nouns",
        "apart",
        "owners",
        "actors",
        "attribute",
        "bodies",
        "services",
        "done",
        "quoted",
        "letters",
        "ruled",
        "strange",
    }
)
KINDS = tuple(kind for kind in _RULES if kind not in _UNWEIGHED)
