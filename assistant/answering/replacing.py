"""The question before with a follow-up's words in the place of those that they are another of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.attributes import asked_noun
from assistant.answering.catalogue import Catalogue
from assistant.answering.deeds import deeds
from assistant.answering.labels import squeeze
from assistant.answering.terms import without
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.language.eras import DAY
from assistant.language.ordinals import ORDINAL
from assistant.language.tokens import fold, index_words
from assistant.records import Path, Query

# Kinds that by themselves say what a short question wants to be told.
TELLS = FIELDS | {"when", "how_many", "person", "who", "where", "why", "purpose", "procedure"}
TELLS |= {"file"}
TELLS |= {"list", "role"}
# A party said alone, in the place of the one before: 乙は？
PARTY = re.compile(
    r"^(?:では|じゃあ?|それでは)?[、,]?[「『]?([甲乙丙丁])[」』]?(?:の方|のほう|の役割|の場合)?"
    r"(?:(?:は|では|も)(?:どこ|誰|だれ|どちら|どっち|何市|なに)?(?:に(?:なる|当たる|あたる))?(?:の)?"
    r"(?:です|でしょう)?(?:か|かね|かな)?)?[?？。]*$"
)

_STEP = re.compile(
    "^(?:では|じゃあ?|で)?、?(?:その|一つ|ひとつ)?の?(?:(?P<back>前)|次|後)の?"
    "(?:期|もの|やつ|ビジョン|計画|回)?(?:の(?:方|ほう))?は[?？]?$"
)
_ROLE = re.compile("の役割$")
_COMPOUND = re.compile("[一-鿿々ァ-ヶー]{3,8}")
# What is the town's or the village's part, without its name: 村の役割.
_KIND_OF_PART = re.compile("(?<![一-鿿])[市町村](?:側|のほう|の方)?の(?=役割|役目|担当|仕事|負担)")
_NTH = re.compile("[0-9]+(?:回|番|つ|期|次)目")
_SIDE = re.compile(
    "^(?:では|じゃあ?|それでは)?、?(?P<kind>[市町村])(?:側|の(?:方|ほう)|側の(?:方|ほう)|の側の役割|側の役割|の役割)(?:は|が|って)"
)
_PAPER = re.compile(
    "(?:中心市|連携中枢都市)?宣言書?|(?:形成)?協定書?|(?:連携)?協約書?|(?:共生)?ビジョン"
)
_OFFICE = re.compile("[一-鿿々ァ-ヶーぁ-ゖ]{2,12}?(?:[一-鿿][課室係局]|センター)")
_SIGNED = re.compile("宣言書?[をが](?:結ん|締結し|結ばれ|締結され)[だた]")
# The last signs that two things of a kind have in common: 市議会, 町議会.
_TAIL = 2
# The same the other way round: 逆の場合は？
_REVERSED = re.compile(
    "^(?:では|じゃあ?|その)?、?(?:逆|反対)(?:の場合|だと|なら)?(?:は|も)?[?？。]*$"
)
# In 救急医療体制甲の役割 a letter stands behind kanji, since blanks are left out.
_LETTER = re.compile("(?<![一-鿿])[甲乙丙丁](?![一-鿿])|[甲乙丙丁](?=の役割)")
# What a question asks at its end, and a turn that only asks another thing of the same: なぜですか.
_ASKED_LAST = re.compile(
    "(?:の|日|時期|場所|理由)?(?:は|って)?、?(?:いつ|どこ|誰|だれ|どなた|なぜ|なんで|どうして|何[^、。]{0,6}|いくつ)"
    "(?:で|に|が)?(?:です|でした|でしょう|なの|だった)?(?:か|の)?[。?？]*$"
)
_ASKS_ELSE = re.compile(
    "^(?:それは|それって|で、)?(?:なぜ|なんで|どうして|いつ|どこ(?:で|に)?|誰(?:が|と)?|だれ(?:が|と)?|どなた)"
    "(?:です|でした|でしょう|なの)?(?:か|の)?[?？。]*$"
)
_ASKS_REASON = re.compile("^(?:その|それの|で、)?(?:理由|わけ|訳|原因)(?:は|って)?[?？。]*$")
# Those of whom one may be asked about in the place of another.
_PEOPLE = re.compile(
    "(?:小学生|中学生|高校生|高専生|大学生|生徒|学生|住民|市民|町民|大人)(?:・高専生|・生徒)?(?:向け)?"
)


def replaced(before: Query, query: Query, catalogue: Catalogue) -> str:
    """The earlier question with the new words in the place of those that they are another of."""
    new, text = _put_instead(query), before.text
    party = PARTY.match(query.text)
    if party and _LETTER.search(text):
        return _LETTER.sub(party[1], text)
    if _REVERSED.match(query.text) and len(before.municipalities) == 2:
        return _exchanged(text, *before.municipalities)
    if _ASKS_REASON.match(query.text):
        return _asked_else(text, "なぜ")
    if _ASKS_ELSE.match(query.text):
        return _asked_else(text, new)
    if query.municipalities:
        return _of_other(before, query, new, catalogue)
    return _other_of_kind(before, query, catalogue) or _in_place(before, query, catalogue)


def _asked_else(text: str, new: str) -> str:
    """A text with another thing asked of the same: なぜですか after …したのはいつですか."""
    stem = _ASKED_LAST.sub("", text)
    return f"{stem}のは{new}" if stem != text else f"{text} {new}"


def _other_of_kind(before: Query, query: Query, catalogue: Catalogue) -> str:
    """A text about another of the same kind: a field beside, a day, a people, a period."""
    new, text = _put_instead(query), before.text
    last = before.focus[1][-1].label if before.focus and before.focus[1] else ""
    if squeeze(new) in beside(catalogue, before) and last in text:
        return text.replace(last, new)
    said = _stepped(query, before, catalogue) or query.text
    if ORDINAL.search(query.text) and query.asked & TELLS and asked_noun(query.text):
        # 第2次の策定日は？ asks for itself; of what, the turn before says.
        theme = " ".join(t.surface for t in before.terms if t.specific)
        return f"{theme} {query.text}"
    ordinal = _of_ordinals(text, said) if ORDINAL.search(said) else ""
    part = _of_part(text, query.text)
    other = part or _of_nth(text, new) or _of_day(text, new) or _of_kindred(text, new) or ordinal
    return other or ("" if query.asked & FIELDS else _of_field_beside(new, before, catalogue))


def _in_place(before: Query, query: Query, catalogue: Catalogue) -> str:
    """A text about another subject, put where it fits best."""
    new, text = _put_instead(query), before.text
    if before.focus and (
        _is_subject(new, _subjects(catalogue, before.focus[0]))
        or _told_beside(query, before, catalogue)
    ):
        return _of_subject(before, before.focus[1], new)
    last = before.focus[1][-1].label if before.focus and before.focus[1] else ""
    if query.asked & TELLS and len(last) > 1:
        text = text.replace(last, " ")
    # A role stays where another subject is named: 林業は？ after 観光での役割は？.
    steps = before.focus[1] if before.focus else ()
    return _in_label(text, new, [s.label for s in steps if not _ROLE.search(s.label)])


def beside(catalogue: Catalogue, before: Query) -> set[str]:
    """The labels of what stands beside the clause quoted last."""
    if before.focus is None or not before.focus[1]:
        return set()
    source, path = before.focus
    row = catalogue.readings[source].addresses.children(path[:-1])
    return {squeeze(sibling[-1].label) for sibling in row if sibling[-1].kind == "field"}


def _of_field_beside(new: str, before: Query, catalogue: Catalogue) -> str:
    """A text about what a field beside the one quoted last is called or tells of: その回収率は？"""
    source, path = before.focus or ("", ())
    if len(path) < 2 or path[-1].kind != "field" or path[-2].kind != "section":
        return ""
    reading = catalogue.readings[source]
    name = squeeze(new.removeprefix("その"))
    fields = reading.addresses.children(path[:-1], "field")
    bodies = (reading.addresses.nodes[f].body.cut(reading.document.text) for f in fields)
    told = name in beside(catalogue, before) or any(name in squeeze(said) for said in bodies)
    return f"{path[-2].label}の{new.removeprefix('その')}は" if told and len(name) > 1 else ""


def _told_beside(query: Query, before: Query, catalogue: Catalogue) -> bool:
    """Whether what a follow-up names stands in an item beside the one quoted last, not in it."""
    named = [term for term in query.terms if term.specific]
    if before.focus is None or not named or "file" in before.asked:
        return False
    source, path = before.focus
    reading = catalogue.readings[source]
    text = reading.document.text

    def says(at: Path) -> bool:
        said = frozenset(index_words(reading.addresses.nodes[at].body.cut(text)))
        return all(term.forms & said for term in named)

    items = reading.addresses.children(path[:-1], "item")
    return path in items and not says(path) and sum(map(says, items)) == 1


def _exchanged(text: str, first: str, second: str) -> str:
    """A text with two towns in each other's place."""
    one, other = (rf"{re.escape(fold(name)[:-1])}[市町村区]?" for name in (first, second))
    either = re.compile(f"(?P<one>{one})|(?P<other>{other})")
    return either.sub(lambda match: second if match["one"] else first, text)


def _of_day(text: str, new: str) -> str:
    """A text about another day: 2月8日 for 1月25日."""
    day = DAY.search(new)
    return DAY.sub(day[0], text, count=1) if day and DAY.search(text) else ""


def _of_nth(text: str, new: str) -> str:
    """A text about another time: 2回目 for 1回目."""
    nth = _NTH.search(new)
    return _NTH.sub(nth[0], text, count=1) if nth and _NTH.search(text) else ""


def _of_part(text: str, said: str) -> str:
    """A text about the part of the other kind of municipality: 市のほうは？ after 町の役割."""
    side = _SIDE.match(said)
    return _KIND_OF_PART.sub(f"{side['kind']}の", text, count=1) if side else ""


def _of_kindred(text: str, new: str) -> str:
    """A text about another thing of the same kind, 中学生 for 高校生, 市議会 for 町議会."""
    for _, *members in vocabulary().apart:
        said = [member for member in members if member.search(new)]
        others = [member for member in members if member.search(text)]
        if len(said) == len(others) == 1 and said != others:
            return re.sub(f"(?:{others[0].pattern})生?", new, text, count=1)
    for kind in (_KIND_OF_PART, _PAPER, _PEOPLE):
        other = kind.search(new) if kind is _KIND_OF_PART else kind.fullmatch(new)
        if other and kind.search(text):
            put = kind.sub(other[0], text, count=1)
            # A declaration is made and not signed, as the agreement before was.
            return _SIGNED.sub("宣言をした", put) if "宣言" in other[0] else put
    office = _OFFICE.search(text)
    if office and _OFFICE.fullmatch(new):
        return text.replace(office[0], new, 1)
    tail = re.escape(new[-_TAIL:])
    compound = re.search(rf"[一-鿿々ァ-ヶー]{{1,4}}{tail}(?![一-鿿々ァ-ヶー])", text)
    if compound and len(new) > _TAIL and _COMPOUND.fullmatch(new) and compound[0] != new:
        return text.replace(compound[0], new, 1)
    return ""


def _stepped(query: Query, before: Query, catalogue: Catalogue) -> str:
    """The period before or behind the one that was spoken of: 第1期 for 前のは？ after 第2期."""
    step = _STEP.match(query.text)
    if step is None:
        return ""
    quoted = ""
    if before.focus:
        node = catalogue.readings[before.focus[0]].addresses.nodes[before.focus[1]]
        quoted = node.body.cut(catalogue.readings[before.focus[0]].document.text)
    ordinal = ORDINAL.search(before.text) or ORDINAL.search(fold(quoted))
    if ordinal is None:
        return ""
    return f"第{int(ordinal['n']) + (-1 if step['back'] else 1)}{ordinal['unit']}"


def _of_ordinals(text: str, said: str) -> str:
    """A text about another period or time: 第2期 for 第1期; other languages say 期 and 次 alike."""
    ordinals = list(ORDINAL.finditer(said))
    swapped = text
    for ordinal in ordinals:
        swapped = re.sub(rf"第\s*[0-9]+\s*{ordinal['unit']}", ordinal[0], swapped)
    return swapped if swapped != text else f"{' '.join(o[0] for o in ordinals)} {text}"


def _put_instead(query: Query) -> str:
    """The words of a follow-up that stand for others: 高校生 in 高校生の方は？."""
    if query.language != "ja" and query.terms:
        return " ".join(term.surface for term in query.terms)
    other = re.match(
        r"(?:(?:では|じゃあ?|それでは|それじゃ|で|あと|また)、?)?(?P<new>.+?)(?:の方|のほう)(?:は|では|が)?",
        query.text,
    )
    new = other["new"] if other else vocabulary().lead_off.sub("", query.text).strip("、,。?？ ")
    return new.removesuffix("のこと")


def _of_subject(before: Query, path: Path, new: str) -> str:
    """A text about another subject: the same column of its row, or the rest of what was asked."""
    if path[-1].kind == "cell":
        return f"{new}の{path[-1].label}は"
    text = before.text
    named = [term.surface for term in before.terms if term.specific]
    for said in (*(step.label for step in path), *named):
        text = re.sub(rf"{re.escape(said)}者?", " ", text)
    return f"{text} {new}"


def _of_other(before: Query, query: Query, new: str, catalogue: Catalogue) -> str:
    """A text about other municipalities: 美唄市長は誰 for 岩見沢市長は誰."""
    # 一関市が中心市宣言をしたのは？ takes only the いつ.
    if deeds(new) and any(term.specific for term in query.terms):
        return query.text
    names = query.municipalities
    text = re.sub(rf"(?:{_LETTER.pattern})(?:の役割)?|取組内容", " ", before.text)
    if query.documents and not query.documents & before.documents:
        text = _of_no_region(text, catalogue)
    rest = without(new, names, " ").strip().removeprefix("の")
    if len(names) == 1 and len(rest) > 1 and rest in text:
        return re.sub(rf"[^、。はがをでに]*{re.escape(rest)}", f"{names[0]}{rest}", text, count=1)
    for name in before.municipalities:
        if name in names:
            continue
        for form in (fold(name), fold(name)[:-1]):
            if len(names) == 1 and f"{form}長" in text:
                text = text.replace(f"{form}長", f"{names[0]}長")
            text = text.replace(form, " ")
    return f"{' '.join(names)} {rest} {text}"


def _of_no_region(text: str, catalogue: Catalogue) -> str:
    """A text without its regions and its numbers of plans: another's second plan is not theirs."""
    for form in catalogue.named_regions(text):
        text = text.replace(form, " ")
    return ORDINAL.sub(" ", text)


def _in_label(text: str, new: str, labels: Sequence[str]) -> str:
    """A text with new words for the longest part of one of the labels in it, else behind it."""
    for label in sorted(labels, key=len, reverse=True):
        for size in range(len(label), 1, -1):
            at = next(
                (i for i in range(len(label) - size + 1) if label[i : i + size] in text), None
            )
            if at is not None and _alike(new, label):
                end = text.index(label[at : at + size]) + size
                return f"{text[: _named_from(text, end - size, labels)]} {new} {text[end:]}"
    return f"{text} {new}"


def _named_from(text: str, at: int, labels: Sequence[str]) -> int:
    """Where the words of labels begin that end before `at`: 高校生の before アンケート."""
    before = text[:at].removesuffix("の")
    said = (size for size in range(len(before), 1, -1) if any(before[-size:] in s for s in labels))
    size = next(said, 0)
    return _named_from(text, len(before) - size, labels) if size else at


def _subjects(catalogue: Catalogue, source: str) -> set[str]:
    """What the rows and themes of a document's tables are about: their labels and parts of them."""
    steps = {path[-1] for path in catalogue.readings[source].addresses.nodes if path}
    labels = {fold(step.label) for step in steps if step.kind in {"theme", "row"}}
    return labels | {part for label in labels for part in label.split("・")}


def _is_subject(new: str, subjects: set[str]) -> bool:
    """Whether a table has a row about something, by its label or a word for it: ごみ for 廃棄物."""
    meant = [word for word in vocabulary().synonyms.get(new, ()) if len(word) > 1]
    return new in subjects or any(word in label for word in meant for label in subjects)


def _alike(new: str, label: str) -> bool:
    """Whether new words can stand for a label: no kind of fact, no unit, about its size."""
    return 1 < len(new) <= 2 * len(label) + 4 and not re.search(
        r"[条項号]$|いつ|何|誰|どこ|なぜ|どうして|詳し|たとえば|例えば|次|前", new
    )
