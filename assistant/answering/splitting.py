"""A question about two things as one question for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.asking import asked_for
from assistant.answering.catalogue import Catalogue
from assistant.answering.requirements import asks_page_date
from assistant.answering.terms import terms, without
from assistant.answering.vocabulary import FIELDS
from assistant.language.tokens import fold
from assistant.records import Query

# What a comparison asks of each side: which is the earlier of two is told by both days.
_WHICH = (
    "[はが、]*(?:どちら|どっち|どれ|哪个|哪個|which(?: one)?(?: was| is)?)"
    "(?:の方|のほう|の市|の町)?"
)
_SOONER = "(?:先|さき|早|はや|遅|おそ|新し|あたらし|古|ふる|後)"
_GREATER = (
    "(?:上(?!手)|下|多|おお|少な|すくな|高|たか|低|ひく|大き|おおき|小さ|ちいさ"
    "|長|なが|短|みじか|重|軽|広|狭)"
)
_EARLIER = re.compile(
    f"{_WHICH}(?:が|は|更)?(?:{_SOONER}|earlier|later|first|older|newer)[^?]*"
    f"|{_SOONER}(?:に|く)[^。、?]{{1,12}}のは、?(?:どっち|どちら)[^?]*"
    f"|、?{_SOONER}(?:い|しい|かった)?(?:の|方|ほう)?は、?(?:どっち|どちら)[^?]*"
)
_MORE = re.compile(f"{_WHICH}(?:が|は)?{_GREATER}[^?]*")
# 多く配ったのは大人と生徒のどっち, where what is compared stands behind what is asked of it.
_LEADING = re.compile(
    f"(?P<how>{_SOONER}|{_GREATER})(?:く|に)?[^。、?]{{1,12}}(?:のは|ほうは|方は)[^。?]{{2,24}}(?:どっち|どちら)"
)
_COMPARES = re.compile(
    "それぞれ|各々|(?:の?違い|の?ちがい|の?差|の?異同|の?相違(?:点)?)(?=[にはをが、?。]|$)|両方(?:とも)?|比べて|比較して"
    "|[にはが]?、?(?:どんな|どういう|どのような|何か)(?:差|違い|ちがい|異同)[^?。]*"
    "|[はがって、]*(?:どう|どのように|どんなふうに|何が|どこが)(?:違|ちが|異)[^?。]*"
)
_DONE_SOONER = re.compile(f"{_SOONER}(?:に|く)(?P<deed>[^?。]*?[をが][^?。]{{2,8}})(?:の|か|$)")
_DID_SOONER = re.compile(f"{_SOONER}(?:に|く)(?P<deed>[^。、?]{{1,12}})のは、?(?:どっち|どちら)")
# Two pages that are asked about at once.
_PAGES = re.compile("(?:ページ|サイト)と.*(?:ページ|サイト)")
# What stands between the two, and what ends the second where each says more than its name.
_JOINS = re.compile("とで|と(?!き)|や|、|・|及び|および|和|and ")
_ENDS = re.compile("とで(?:は)?|とは|では|について|を、|は、|、|って|それぞれ|(?<=[日期])[はを]")
_LEFT_OVER = re.compile("^(?:とでは|とで|とは|では|について、?|と|は、|を、|、)")
# Where the two things are looked for: 協定における変更の要件.
_WITHIN = re.compile(".*(?:における|に関する|に定める|に係る|の中の|のうち)(?=.)")
# Two things joined by と, each as far as a particle that ends it.
_TWO = re.compile(
    "(?P<first>[^、。はがを]{2,24}?)(?:と(?!き)|や|及び|および)、?(?P<second>[^、。はを?]{2,24}?)"
    "(?=とで|とは|では|は|を|が(?:違|異|ち)|(?<=とき|場合)で|って|、|それぞれ|どちら|どっち|[?。]|$)"
)
# What a municipality's name may be followed by where another is joined to it: 北見市圏と一関市.
_AS_SAID = "[市町村区]?(?:定住自立圏|連携中枢都市圏|地域|圏域?)?"
_TOGETHER = "(?:と|や|・|、|及び|および|&|,)"
_ASK = "(?:いつ(?:まで)?|どこ|誰|だれ|いくら|何(?:人|年|月|日|通|%|割))"
_ASKS_TWICE = re.compile(
    rf"(?P<first>[^?]{{8,60}}(?:の|は)は?{_ASK})で、(?P<second>[^?]{{6,60}}(?:の|は)は?{_ASK}[^?、]{{0,8}}[?。]*)"
)
_BOTH_CASES = re.compile("(とき|時|場合)も、?(?=[^、。?]{1,16}(?:とき|時|場合)も)")


def by_municipality(query: Query, catalogue: Catalogue) -> list[Query]:
    """A question about several municipalities' own documents as one question for each."""
    each = bool(query.asked & {"comparison", *FIELDS} or _PAGES.search(query.text))
    each = each or asks_page_date(query)
    named = _named(query, catalogue)
    each = each or (_are_joined(named, query.text) and not _bound_together(named, catalogue))
    if not each or len(named) < 2:
        return []
    homes: dict[frozenset[str], list[str]] = {}
    for name in named:
        homes.setdefault(_home(name, query, catalogue), []).append(name)
    if frozenset() in homes or len(homes) < 2:
        return []
    texts = _texts(query.text, list(homes.values()))
    return [
        replace(_asking(query, text), municipalities=tuple(names), documents=ids)
        for (ids, names), text in zip(homes.items(), texts, strict=True)
    ]


def _named(query: Query, catalogue: Catalogue) -> list[str]:
    """The municipalities of a question, and those whose region it names (北見地域), in order."""
    owners = {catalogue.readings[i].document.source.municipality for i in query.documents}
    said = [name for name in sorted(owners - {""}) if fold(name)[:-1] in query.text]
    named = list(dict.fromkeys((*query.municipalities, *said)))
    return sorted(named, key=lambda name: query.text.find(fold(name)[:-1]))


def _bound_together(names: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether some municipalities are the parties or members of one document."""
    return any(
        {*names} <= {*reading.meanings.values(), *reading.document.source.members}
        for reading in catalogue.readings.values()
    )


def by_town(query: Query) -> list[Query]:
    """A question about several municipalities that one document names as one for each."""
    names = query.municipalities
    if len(names) < 2 or not _are_joined(names, query.text):
        return []
    one = "|".join(re.escape(fold(name)[:-1]) for name in names)
    run = re.compile(rf"(?:{one}){_AS_SAID}(?:{_TOGETHER}(?:{one}){_AS_SAID})+")
    texts = [run.sub(fold(name), query.text) for name in names]
    return [
        replace(_asking(query, text), municipalities=(name,))
        for name, text in zip(names, texts, strict=True)
    ]


def _are_joined(names: Sequence[str], text: str) -> bool:
    """Whether two municipalities stand side by side: 北見と一関の."""
    one = "|".join(re.escape(fold(name)[:-1]) for name in names)
    return bool(names) and bool(re.search(rf"(?:{one}){_AS_SAID}{_TOGETHER}(?:{one})", text))


def by_clause(query: Query) -> list[Query]:
    """A question that asks twice as one for each: 町が決めたのはいつで、市が決めたのはいつ."""
    twice = _ASKS_TWICE.fullmatch(query.text)
    if twice is None or query.language != "ja":
        return []
    texts = (twice["first"], twice["second"])
    return [
        replace(
            query,
            question=text,
            text=text,
            terms=terms(without(text, query.municipalities)),
            asked=asked,
        )
        for text in texts
        if (asked := asked_for(text))
    ]


def by_thing(query: Query) -> list[Query]:
    """A question about two things that it joins as one for each: 変えるときとやめるとき."""
    at, text = 0, _BOTH_CASES.sub(r"\1と", query.text)
    while match := _TWO.search(text, at):
        # What is joined to one thing may be joined to the next: 一関市と平泉町の協定と変更協定.
        at = match.start("second")
        first, second = match["first"], match["second"]
        before, behind = text[: match.start()], text[match.end() :]
        place = _WITHIN.match(first)
        if place:
            before, first = before + place[0], first[place.end() :]
        behind = _LEFT_OVER.sub("は", behind)
        shared = second[second.index("の") :] if "の" in second and "の" not in first else ""
        names = query.municipalities
        told = [terms(without(side, names)) for side in (first, second)]
        towns = [without(side, names) != side for side in (first, second)]
        if all(towns):
            continue
        if all(told) and not {t.surface for t in told[0]} >= {t.surface for t in told[1]}:
            texts = (f"{before}{first}{shared}{behind}", f"{before}{second}{behind}")
            return [_asking(query, text) for text in texts]
    return []


def _asking(query: Query, text: str) -> Query:
    """A question for one side alone, by its text."""
    asked = query.asked - {"comparison"}
    leading = _LEADING.search(query.text)
    if _EARLIER.search(query.text) or (leading and re.match(_SOONER, leading["how"])):
        asked = asked - {"who"} | {"when"}
    elif leading or _MORE.search(query.text):
        asked = asked - {"who"} | {"how_many"}
    text = _COMPARES.sub("", _MORE.sub("", _EARLIER.sub(_when, text)))
    return replace(query, text=text, terms=terms(text), asked=asked)


def _when(match: re.Match[str]) -> str:
    """What asks when something was: どちらが先に協定を結びましたか for one of them."""
    did = _DID_SOONER.match(match[0])
    if did:
        return f"{did['deed']}のはいつ"
    deed = _DONE_SOONER.search(match[0])
    return f"が{deed['deed']}のはいつ" if deed else "はいつ"


def _texts(text: str, groups: Sequence[Sequence[str]]) -> list[str]:
    """For each group of municipalities the text without what it says of the other."""
    spots = [spot for names in groups if (spot := _spot(text, names))]
    if not len(groups) == len(spots) == 2 or spots[0] >= spots[1]:
        return [text for _ in groups]
    one, (two, two_ends) = spots[0][0], spots[1]
    joins = list(_JOINS.finditer(text, one, two))
    cut = joins[-1].start() if joins else two
    says_more = cut > spots[0][1]
    ended = _ENDS.search(text, two_ends) if says_more else None
    end = ended.start() if ended else two_ends
    rest = _LEFT_OVER.sub("は", text[end:]) if says_more else text[end:]
    return [re.sub("(?:(?<=の)と|とで)$", "", text[:cut]) + rest, text[:one] + text[two:]]


def _spot(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """Where some municipalities stand in a text, from the first to the end of the last."""
    found = [
        m
        for n in names
        for m in [re.search(rf"{re.escape(fold(n)[:-1])}[市町村区]?(?:地域|圏域?)?", text)]
        if m
    ]
    return (min(m.start() for m in found), max(m.end() for m in found)) if found else None


def _home(name: str, query: Query, catalogue: Catalogue) -> frozenset[str]:
    """The documents that are a municipality's own: its page, else what binds or counts it in."""
    own, _ = catalogue.documents_of(name)
    page = {i for i in own if catalogue.readings[i].document.source.municipality == name}
    bound = {i for i in own if name in catalogue.readings[i].meanings.values()}
    return frozenset(page or bound or own)
