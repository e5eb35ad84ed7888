"""Which words to quote: one sentence, a whole list, a whole paragraph, one place for each side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choices import Choice
from assistant.answering.chronicle import chronicle
from assistant.answering.lists import (
    captions,
    counted_list,
    earlier_ones,
    label_quotes,
    led_list,
    listed,
    one_step,
)
from assistant.answering.quotes import quote
from assistant.answering.requirements import asks_which_side
from assistant.answering.searcher import PROVISO
from assistant.answering.sides import by_dates, joined_rows, sides
from assistant.answering.signals import asks_exception, letter_meant, party_meant
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.documents.chunks import Reading
from assistant.language.tokens import fold
from assistant.records import Chunk, Hit, Query, Quote

# A paragraph up to this long is quoted whole where a procedure is asked for.
LONGEST_PARAGRAPH = 220
# How far below another office's field one may lie that stands beside what was quoted before: where
# another is named it lies 10 lower and more, else 3 at most (in the units of `farthest`).
_FARTHEST_BESIDE = 6.0
# How far below the best one may lie that stands beside what was quoted before (the same units).
_NEARLY_BESIDE = 2.0
# How a sentence begins that tells what came of what was said before it.
_GOES_ON = re.compile(
    "(?:その|この)ような(?:中|ことから)|そこで|(?:この|その)ため、|こうし(?:た|て)|これ(?:を受け|により|に伴)|よって|したがって"
)
# A field as a municipality's own: 美唄市役所の番地.
_OWN_FIELD = (
    "の?(?:役所|役場|庁舎)(?:は|の|って)"
    "|の(?:番地|所番地|住所|所在地|電話|メール|ファクス|fax|郵便番号|連絡先|代表)"
)
_BOTH = re.compile(r"甲(?:と|及び|・|、)?乙(?!連携)|それぞれ|違い|ちがい|比べ|比較")

# What an article of a newsletter is called.
_ASKS_TITLE = re.compile(
    "(?:記事|読み物|コーナー|特集|連載|広報)[^。?]{0,24}(?:題名?|タイトル)|(?:何|なん)という(?:題|タイトル|記事|コーナー|連載)"
)
# What is asked to be explained, and how a sentence that explains goes on.
_ASKS_WHAT = re.compile(
    "[「『](?P<quoted>[^「」『』]{2,16})[」』]"
    "|(?P<name>[一-鿿々ァ-ヶー]{3,16})(?=(?:って|とは|という(?:の|言葉)|の?意味|は(?:何|なん|どういう|どんな)))"
)
_ASKS_TO_EXPLAIN = re.compile(
    "(?:何|なん(?!で(?:す|しょう)|だ|の)|なに|どう|どんな)[^。、]{0,20}$|どう説明|説明(?:して|されて)[^。、]{0,8}$"
)
_IS = (
    "(?:もの|こと|制度|協定|圏域|構想|宣言|計画|取り?組み?|仕組み|場|会議|組織)"
    "(?:で(?:す|あり|ある|、)|をい(?:う|います)|とされ)"
)
# The fields of a record that name it and that tell of it, and who asks for the name.
_IS_NAME = re.compile("(?:事業|取組|施策|施設|路線|講座|イベント|会議)の?(?:名称?|名)")
_IS_CONTENT = re.compile("(?:事業|取組)?(?:の?(?:概要|内容)|説明)")
_ASKS_NAME = re.compile(
    "名前|名称|事業名|何という|なんという|どんな(?:事業|取組|施策)|どのような(?:事業|取組)|一覧|すべて|全部|挙げ"
)
# The signatures and whose: the path of one who stands there with title and name on one line.
_SIGNED_ON_ONE_LINE = 2
_WITNESS = re.compile("立ち?会|見届け")
# A postal address is told by the field of that name, not by the floor of an office.
_POST = re.compile("住所|所在地|宛先|宛て先|あて先|郵送|番地|送り先|送付先")
_PLACES = frozenset({"住所", "所在地"})
# What means each of those who signed: 両市の住所.
_EACH = re.compile(
    "両(?:市町?|町|村|者|方|自治体)|双方|お?[二2](?:人|市|者)(?:の|とも)|(?:誰|だれ|どなた)と(?:誰|だれ|どなた)|それぞれ|both|each"
)


def select(choice: Choice) -> list[Quote]:
    """The quotes that answer, best first."""
    choice = replace(choice, hits=_telling(_going_on(choice), choice))
    for way in (
        _titled,
        _defining,
        captions,
        chronicle,
        counted_list,
        earlier_ones,
        _compared,
        one_step,
        listed,
        led_list,
        joined_rows,
        _reasoned,
    ):
        several = way(choice)
        if several:
            return several
    best = choice.hits[0].chunk
    signers = _signers(choice)
    if signers:
        return signers
    if choice.query.asked & FIELDS:
        return _fields(choice)
    if "procedure" in choice.query.asked:
        return [_paragraph(choice.reading(best), best)]
    first, *others = (_in_full(choice, chunk) for chunk in (best, *_tied(choice)))
    return [first, *(q for q in others if q.path != first.path or q.start >= first.end)]


def _going_on(choice: Choice) -> Sequence[Hit]:
    """The hits; of nearly equal ones first that beside the clause that the turn before quoted."""
    focus, best = choice.query.focus, choice.hits[0]
    if focus is None or len(focus[1]) < 2 or focus[1][0].label == "署名欄":
        return choice.hits

    def beside(hit: Hit) -> bool:
        field = hit.chunk.path[-1].kind == "field"
        return field and (hit.chunk.source_id, hit.chunk.path[:-1]) == (focus[0], focus[1][:-1])

    near = [h for h in choice.hits if h.score > best.score - _NEARLY_BESIDE and beside(h)]
    if not near or beside(best):
        return choice.hits
    return [near[0], *(hit for hit in choice.hits if hit is not near[0])]


def _telling(hits: Sequence[Hit], choice: Choice) -> Sequence[Hit]:
    """The hits; what is told of a thing before its name alone, where not the name is asked."""
    best = hits[0]
    row = choice.searcher.row_of(best.chunk)
    if not (row and _IS_NAME.match(best.chunk.path[-1].label)) or _ASKS_NAME.search(
        choice.query.text
    ):
        return hits
    told = [hit for hit in hits[1:] if choice.searcher.row_of(hit.chunk) == row]
    told = [hit for hit in told if _IS_CONTENT.match(hit.chunk.path[-1].label)]
    return [told[0], *(hit for hit in hits if hit is not told[0])] if told else hits


def _in_full(choice: Choice, chunk: Chunk) -> Quote:
    """A chunk's own words; where a person is asked for, the row with the name before the cell.

    A proviso says nothing without the sentence that it is about, nor that without it to one who
    asks after exceptions.
    """
    text, node = choice.reading(chunk).document.text, choice.reading(chunk).addresses.nodes
    rest = text[chunk.span.end : node[chunk.path].body.end] if chunk.path in node else ""
    excepted = rest.lstrip().startswith(PROVISO) and asks_exception(choice.query)
    if chunk.text.startswith(PROVISO) or excepted:
        return _paragraph(choice.reading(chunk), chunk)
    if (
        not choice.query.asked & {"person", "who"}
        or not choice.searcher.of_persons[choice.row(chunk)]
    ):
        return choice.quoted(chunk)
    reading, row = choice.reading(chunk), chunk.path[:-1]
    return quote(reading, row, reading.addresses.nodes[row].span)


def _defining(choice: Choice) -> list[Quote]:
    """The sentence that says what something is, whose topic it is: 「共生ビジョン」は…ものです。"""
    asked = _ASKS_WHAT.search(choice.query.text)
    told = "yes_no" in choice.query.asked and not _ASKS_TO_EXPLAIN.search(choice.query.text)
    if "definition" not in choice.query.asked or asked is None or told:
        return []
    name = asked["quoted"] or asked["name"]
    says = re.compile(
        rf"[「『]?[^、。「」]{{0,12}}{re.escape(name)}[」』]?(?:\([^()]*\))?(?:とは|は).*{_IS}"
    )
    best = choice.hits[0]
    for hit in choice.hits:
        if hit.score < best.score - _FARTHEST_BESIDE:
            break
        if says.match(fold(hit.chunk.text)):
            return [choice.quoted(hit.chunk)]
    return []


def _titled(choice: Choice) -> list[Quote]:
    """What the section is headed that speaks of something, where its title is asked for."""
    if not _ASKS_TITLE.search(choice.query.text):
        return []
    path = choice.hits[0].chunk.path[:-1]
    section = path and path[-1].kind == "section"
    return label_quotes(choice.reading(choice.hits[0].chunk), [path]) if section else []


def _compared(choice: Choice) -> list[Quote]:
    """Both sides of a comparison."""
    if asks_which_side(choice.query):
        return []
    dated = by_dates(choice)
    if dated:
        return dated
    if "comparison" not in choice.query.asked and not _BOTH.search(choice.query.text):
        return []
    both = sides(choice)
    return both if len(both) > 1 else []


def _reasoned(choice: Choice) -> list[Quote]:
    """The reason that the best words go on from, and these: そのような中、…解散しました."""
    best = choice.hits[0].chunk
    at = choice.row(best)
    if "why" not in choice.query.asked or not _GOES_ON.match(best.text):
        return []
    for before in range(at - 1, -1, -1):
        chunk = choice.searcher.index.chunks[before]
        if (chunk.source_id, chunk.path[:-1]) != (best.source_id, best.path[:-1]):
            break
        if choice.searcher.shapes["why"][before] and not _GOES_ON.match(chunk.text):
            return [choice.quoted(chunk), choice.quoted(best)]
    return []


def _signers(choice: Choice) -> list[Quote]:
    """The one who signed for the party meant; both where neither is meant: 誰が署名したのか."""
    best, query = choice.hits[0].chunk, choice.query
    signed = best.path[0].label == "署名欄" and best.path[-1].kind == "field"
    witnesses = _witnesses(choice)
    if witnesses:
        return witnesses
    if not signed or "person" not in query.asked or _WITNESS.search(query.text):
        return []
    same = [
        chunk
        for chunk in choice.searcher.index.chunks
        if chunk.source_id == best.source_id
        and chunk.path[0] == best.path[0]
        and chunk.path[-1].label == best.path[-1].label
    ]
    letter = choice.reading(best).meanings.get(letter_meant(query), "")
    meant = letter or party_meant(query)
    parties = choice.searcher.parties
    own = [chunk for chunk in same if meant and parties[choice.row(chunk)] == meant]
    return [choice.quoted(chunk) for chunk in own or dict.fromkeys((best, *same))]


def _witnesses(choice: Choice) -> list[Quote]:
    """Who stood by when an agreement was signed, where that is asked: 立会人は誰."""
    if not (_WITNESS.search(choice.query.text) and choice.query.asked & {"person", "who"}):
        return []
    source = choice.hits[0].chunk.source_id
    named = [
        chunk
        for chunk in choice.searcher.index.chunks
        if chunk.source_id == source
        and chunk.path[0].label == "署名欄"
        and (chunk.path[-1].label == "氏名" or len(chunk.path) == _SIGNED_ON_ONE_LINE)
        and any(_WITNESS.search(step.label) for step in chunk.path[1:])
    ]
    return [choice.quoted(chunk) for chunk in named]


def _tied(choice: Choice) -> list[Chunk]:
    """The second best of the same document, where it is hardly told apart from the best.

    Another party's words are no second where the best are those of the one party meant.
    """
    best, second = choice.hits[0], choice.hits[1:2]
    meant, parties = party_meant(choice.query), choice.searcher.parties
    if meant and parties[choice.row(best.chunk)] == meant:
        second = [h for h in second if parties[choice.row(h.chunk)] in {"", meant}]
    return [
        hit.chunk
        for hit in second
        if hit.chunk.source_id == best.chunk.source_id
        and best.score - hit.score < choice.searcher.limits.tied
    ]


def _paragraph(reading: Reading, chunk: Chunk) -> Quote:
    """The paragraph that a sentence stands in, if it is short enough to be read at once."""
    node = reading.addresses.nodes.get(chunk.path)
    whole = node.body if node else chunk.span
    plain = node is not None and node.kind != "field" and not node.children
    fits = plain and whole.end - whole.start <= LONGEST_PARAGRAPH
    return quote(reading, chunk.path, whole if fits else chunk.span)


def _fields(choice: Choice) -> list[Quote]:
    """Each field of a contact that was asked for: the best document's, or each municipality's."""
    kinds = sorted(
        choice.query.asked & FIELDS, key=lambda kind: _place_asked(kind, choice.query.text)
    )
    best = choice.hits[0].chunk
    mine = [h.chunk for h in choice.hits if h.chunk.source_id == best.source_id]
    # A question that goes on asks of the office beside what was quoted before.
    focus = choice.query.focus
    near = [h.chunk for h in choice.hits if h.score > choice.hits[0].score - _FARTHEST_BESIDE]
    beside = [c for c in near if focus and (c.source_id, c.path[:-1]) == (focus[0], focus[1][:-1])]
    beside = [c for c in beside if not _is_of_other_office(choice, c)]
    signed = any(choice.searcher.parties[choice.row(c)] for c in beside)
    mine = mine if signed else beside or mine
    by_letter = choice.reading(best).meanings.get(letter_meant(choice.query), "")
    meant = by_letter or party_meant(choice.query)
    towns = (meant,) if meant else _owners(choice.query) or choice.query.municipalities
    if _EACH.search(choice.query.text) and not meant:
        signers = (choice.searcher.parties[choice.row(c)] for c in mine)
        towns = tuple(dict.fromkeys(filter(None, signers))) or towns
    if _POST.search(choice.query.text):
        mine.sort(key=lambda chunk: chunk.path[-1].label not in _PLACES)
    groups = [[c for c in mine if _is_of(choice, c, town)] for town in towns]
    if (len(towns) < 2 and len(choice.query.municipalities) < 2 and not by_letter) or not all(
        groups
    ):
        groups = [mine]
    found = [
        next((c for c in group if choice.searcher.shapes[kind][choice.row(c)]), None)
        for group in groups
        for kind in kinds
    ]
    chunks = dict.fromkeys(chunk for chunk in found if chunk is not None)
    return [choice.quoted(chunk) for chunk in chunks or (best,)]


def _is_of_other_office(choice: Choice, chunk: Chunk) -> bool:
    """Whether a field stands below the name of another town's office than the one named."""
    towns = set(choice.searcher.catalogue.municipalities.values())
    named = {town for town in towns if any(town in step.label for step in chunk.path[1:])}
    return bool(named and choice.query.municipalities) and not named & set(
        choice.query.municipalities
    )


def _owners(query: Query) -> tuple[str, ...]:
    """The one municipality whose field is asked for, where others only say which paper."""
    # Of two that are joined (岩見沢市と美唄市の役所) neither is meant alone.
    own = [
        rf"(?<![とや・、,]){re.escape(fold(name))}(?:{_OWN_FIELD})" for name in query.municipalities
    ]
    named = [
        name
        for name, form in zip(query.municipalities, own, strict=True)
        if re.search(form, query.text)
    ]
    return tuple(named) if len(named) == 1 else ()


def _is_of(choice: Choice, chunk: Chunk, town: str) -> bool:
    """Whether a field is a municipality's: in its column of the signatures, or naming it."""
    return choice.searcher.parties[choice.row(chunk)] == town or town in chunk.text


def _place_asked(kind: str, text: str) -> int:
    match = vocabulary().asked[kind].search(text)
    return match.start() if match else len(text)
