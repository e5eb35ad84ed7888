"""Whose deed, office, name or telephone a question asks about: another's is no answer."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.deeds import asked_deeds
from assistant.answering.needs import Requirement
from assistant.answering.searcher import Searcher
from assistant.answering.signals import is_subject
from assistant.answering.terms import without
from assistant.answering.vocabulary import FACTS, FIELDS
from assistant.language.tokens import fold, words
from assistant.records import Query

_PERSON = re.compile("([一-鿿]{2,6})(?:氏|さん|様)の")
_FIELD_OF = "の(?:ご)?(?:電話|でんわ|携帯|メール|住所|所在地|連絡先|ファクス|fax|郵便番号)"
_ORGANISATION = re.compile(
    "(?P<owner>(?:協会|図書館|消防署|警察署|保健所|会議所|商工会|小学校|中学校|高校|大学|病院|公民館"
    f"|体育館|美術館|博物館|郵便局|保育園|幼稚園|税務署|裁判所|診療所|保健センター|(?:小児|内|外|眼|耳鼻|産|産婦人|整形外|皮膚|歯)科)){_FIELD_OF}"
)
_OWNER = re.compile(
    "(?P<owner>(?:(?<!担当の)(?<!係の)(?<!受付の)(?<!窓口の)[人方]|先生|来賓|議員|委員|アドバイザー|[一-鿿]長))(?:さん)?"
    + _FIELD_OF
)
# Which kind of municipality is asked what it does.
_KIND_ACTS = re.compile(
    "(?P<kind>近隣市町村|周辺市町村|構成市町村?|連携市町村?)(?:の(?:ほう|方))?(?:は|が)、?(?:何|なに|どんな|どのような)"
)
# A facility that a document may speak of, whose number its contact is not: 夜間救急室の電話.
_FACILITY = re.compile(
    "(?P<owner>[一-鿿々ァ-ヶー]{2,12}(?:室|館|院|所|場|園|校|プール|アリーナ|ホール|センター))"
    + _FIELD_OF
)
_OFFICE_HOLDER = re.compile(
    r"(?P<place>[一-鿿々ヶ]{1,6}?[市町村区県])?(?P<title>副?(?:市|町|村|区|組合|委員|会|議|局|部|課|座)長|副?知事)"
)
_OFFICE_LABEL = re.compile("[一-鿿]{0,4}(?:会|座|議|委員|理事)長")
# What leads up to a question with a moment: 町長らが集まった時、.
_WHEN_IT_WAS = re.compile(
    "(?:た|る|の)(?:時|とき|際|頃|ころ|後|あと|場)(?:に|、)|(?:集ま|そろ|揃|出席|参加)[^、。]{0,4}た[一-鿿]{1,4}[にでへ]、?"
)
_OTHERS_ASSEMBLY = re.compile("(?<![一-鿿])[町村]の?議会")
_ALREADY = re.compile(
    "(?:すでに|既に|(?<![一-鿿])もう(?!一)|とっくに)[^。?、]*(?:[ただ]|[てで]い?(?:る|ます))"
    "(?:の|ん|か|でしょう|です|と|っけ|[?。]|$)"
)
# What was said by a deed: 何に取り組むと宣言しましたか.
_DECLARED = re.compile("と(?:宣言|表明|発表|誓約)し(?:た|まし|て)[^、。]{0,8}[?。]?$")
_LETTER = re.compile("(?<![一-鿿])[丙丁戊](?![一-鿿])")
_NOT_ALONE = "(?!だけ|のみ|以外)"
_OWN_MAYOR = re.compile(r"(?<![一-鿿ァ-ヶ])[市町村区]長(?:である|の|[ 　]|は)[ 　]?[一-鿿]")


def _of_other_office(title: str, searcher: Searcher) -> np.ndarray:
    """Which chunks stand under the label of another office than is asked for: 副会長 for 会長."""
    labels = (chunk.path[-1].label for chunk in searcher.index.chunks)
    return np.array(
        [
            bool(_OFFICE_LABEL.fullmatch(s)) and (not s.endswith(title) or s.endswith(f"副{title}"))
            for s in labels
        ],
        bool,
    )


def _title_asked(match: re.Match[str], query: Query) -> str:
    """The office that a question names, with the town that it is of: 岩見沢の市長 is 岩見沢市長."""
    title = match["title"] if match["place"] is None else match[0]
    towns = "|".join(sorted({n[:-1] for n in query.municipalities}))
    joined = [n for n in query.municipalities if match.string[: match.end()].endswith(f"{n}長")]
    of = re.search(rf"(?P<name>{towns})[市町村区]?の{title}", query.text) if towns else None
    if match["place"] and match["title"][0] in "市町村区":
        return match[0]
    if joined:
        return f"{joined[0]}長"
    if of and match["title"][0] in "市町村":
        name = next(n for n in query.municipalities if n[:-1] == of["name"])
        return name + match["title"][1:]
    if match["title"][0] in "市町村" and len(query.municipalities) == 1:
        return query.municipalities[0] + match["title"][1:]
    return title


def holders(query: Query, searcher: Searcher) -> list[Requirement]:
    """美唄市長 asked: the words must speak of 美唄市長, not of another mayor."""
    if "person" not in query.asked:
        return []
    found = []
    # Whoever is named in what leads up to the question is not the one who is asked for.
    for match in _OFFICE_HOLDER.finditer(_WHEN_IT_WAS.split(query.text)[-1]):
        title = _title_asked(match, query)
        # 副局長 is not 局長.
        held = searcher.matching(re.compile(rf"(?<!副){re.escape(fold(title))}"))
        held = held & searcher.containing(title)
        if match["place"] is None and _OFFICE_LABEL.fullmatch(match["title"]):
            held = held & ~_of_other_office(match["title"], searcher)
        if title[:-1] in query.municipalities:
            # In a municipality's own documents 当時の市長 is its mayor.
            held |= searcher.owned_by(title[:-1]) & searcher.matching(_OWN_MAYOR)
        found.append(Requirement(title, held))
    return found


def bodies(query: Query, searcher: Searcher) -> list[Requirement]:
    """北見市議会 asked: words that name that assembly, where the documents do, not 町議会."""
    if "comparison" in query.asked or _OTHERS_ASSEMBLY.search(query.text):
        return []
    # 北見の市議会 is 北見市議会.
    said = [
        name
        for name in query.municipalities
        if re.search(rf"{name[:-1]}(?:{name[-1]}の?|の{name[-1]})議会{_NOT_ALONE}", query.text)
    ]
    named = [f"{name}議会" for name in said]
    found = [Requirement(name, searcher.matching(re.compile(re.escape(name)))) for name in named]
    own = np.isin(searcher.sources, list(query.documents))
    return [r for r in found if len(found) == 1 and (r.met & own).any()]


def done(query: Query, searcher: Searcher) -> list[Requirement]:
    """もう結んだのですか, 何をすると宣言しましたか: words that tell the deed as done."""
    acts = asked_deeds(without(query.text, query.municipalities))[-1:]
    declared = _DECLARED.search(query.text) and not query.asked & FACTS
    if not acts or not (_ALREADY.search(query.text) or declared):
        return []
    same = [[d.done for d in told if d.forms & acts[0].forms] for told in searcher.deeds]
    own = np.isin(searcher.sources, list(query.documents))
    told, met = np.array([bool(d) for d in same]), np.array([any(d) for d in same])
    # What no word tells at all may be told in words that we do not know for the same.
    return [Requirement("すでに行ったこと", met)] if (told & own).any() else []


def letters(query: Query, searcher: Searcher) -> list[Requirement]:
    """丙 asked: words of a document that calls somebody so."""
    found = []
    for letter in dict.fromkeys(_LETTER.findall(query.text)):
        bound = [i for i, r in searcher.catalogue.readings.items() if letter in r.meanings]
        found.append(Requirement(letter, np.isin(searcher.sources, bound)))
    return found


def named_person(query: Query, searcher: Searcher) -> list[Requirement]:
    """大澤英二氏の電話番号: words about that person."""
    named = dict.fromkeys(_PERSON.findall(query.text))
    # 学生さん is nobody's name.
    names = [name for name in named if not all(word.common_noun for word in words(name))]
    return [Requirement(name, searcher.containing(name)) for name in names]


def owners(query: Query, searcher: Searcher) -> list[Requirement]:
    """来賓の電話番号: no office's, only what stands beside a person's name; 観光協会の: its own."""
    if not query.asked & FIELDS:
        return []
    body = _ORGANISATION.search(query.text)
    if body:
        return [Requirement(body["owner"], searcher.containing(body["owner"]))]
    facility = _FACILITY.search(query.text)
    if facility and _is_no_office(facility["owner"], searcher):
        return [Requirement(facility["owner"], searcher.containing(facility["owner"]))]
    owner = _OWNER.search(query.text)
    if not owner:
        return []
    signed = np.array([c.path[0].label == "署名欄" for c in searcher.index.chunks], bool)
    return [Requirement(owner["owner"], signed | searcher.of_persons)]


def _is_no_office(name: str, searcher: Searcher) -> bool:
    """Whether documents speak of a facility, and name no office so."""
    offices = searcher.catalogue.offices
    return searcher.catalogue.has(name) and not any(name in office for office in offices)


def actors(query: Query, searcher: Searcher) -> list[Requirement]:
    """平泉町が宣言した日: no words that say of another municipality alone what it did.

    近隣市町村は何を担う: words that say what such do, where any do.
    """
    kind = _KIND_ACTS.search(query.text)
    if kind and "role" in query.asked:
        does = searcher.matching(re.compile(rf"{kind['kind']}(?:は|が|では|において|の役割)"))
        own = np.isin(searcher.sources, list(query.documents))
        return [Requirement(kind["kind"], does)] if (does & own).any() else []
    doer = [name for name in query.municipalities if is_subject(name, query.text)]
    if len(doer) != 1 or not query.asked & FACTS or not asked_deeds(query.text):
        return []
    # 小樽が札幌と結んだ is told of 札幌 too.
    met = [not actors or bool(actors & set(query.municipalities)) for actors in searcher.actors]
    return [Requirement(doer[0], np.array(met, bool))]
