"""A question in the light of the turns before it: what it leaves out is taken from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answering.attributes import asked_noun, asks_figure
from assistant.answering.catalogue import Catalogue
from assistant.answering.deeds import says_verb
from assistant.answering.labels import squeeze
from assistant.answering.notation import references_in
from assistant.answering.politeness import bare
from assistant.answering.questions import ANOTHER_TOWN, Reader, checked
from assistant.answering.replacing import PARTY, TELLS, beside, replaced
from assistant.answering.terms import terms, without
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.language.numerals import parse_number
from assistant.language.ordinals import ORDINAL
from assistant.language.tokens import fold, words
from assistant.records import Path, Query, Term

# The party beside the one that was spoken of: 相手の市は？
_OTHER_PARTY = re.compile(
    "^(?:では|じゃあ?|それでは)?、?(?:相手方?|もう(?:一方|片方|一つ|ひとつ|1つ)|他方|片方)"
    "(?:の?(?:(?:市|町|村)長(?:さん)?|市|町|村|方|側|自治体|まち))?(?:の役割|の場合|の(?:ほう|方))?(?:は|では|も)[?？]?$"
)
_LETTERS = "甲乙丙丁"
_PARTS = re.compile("って|[はがを、]")
# That party with what is asked of it: もう一方の町は空き家で何をするの.
_OF_OTHER_PARTY = re.compile(
    "^(?:では|じゃあ?|それでは)?、?(?:相手方?|もう(?:一方|片方|一つ|ひとつ|1つ)|他方|片方)"
    "の?(?:市|町|村|方|側|自治体|まち)(?=[はがでの].{3})"
)
# The other of two things, never a new subject: 小学生の方は？
_OTHER_ONE = re.compile(
    "(?:の方|のほう|の場合)(?:は|が|も)?(?:何人|いつ|どこ|誰|いくつ|何%|何割)?(?:です)?か?[?？。]*$"
)
_POINTS_BACK = re.compile(r"^(?:その|それ|そこ|そち|その時|これ|この|彼|あの)")
_POINTED_NOUN = re.compile(
    "(?:その|この|あの)(?!(?:後|前|時|際|他|中|日|年)(?![一-鿿]))(?P<noun>[一-鿿々ァ-ヶー]{1,8})"
)
# The party of the row quoted last that is a town or a city: では市の側の役割は？
_SIDE_OF_ROW = re.compile(
    "^(?:では|じゃあ?|それでは)?、?(?P<kind>[市町村])(?:の側|側|の(?:方|ほう))?の役割(?:は|って)"
)
# The paper that was spoken of: 同協約の第13条.
_SAME_PAPER = re.compile(
    r"(?:同|その|この|当該)(?:連携)?(?:協定|協約|文書|宣言|書面|要綱|条例|規約|規則|ビジョン|計画)"
)
_BARE_ADDRESS = re.compile(
    "(?:第[0-9]+条(?:の[0-9]+)?(?:第[0-9]+項)?|別表[0-9]+)(?:の方|のほう)?は[?？]?$"
)
# After words of a table: 3つ目は？ for 別表3は？
_NTH_TABLE = re.compile(
    "^(?:では|じゃあ?)?、?(?P<n>[1-9一二三四五])(?:つ目|番目|枚目)(?:の(?:表|別表))?は[?？]?$"
)
# Another's assembly after one's: 町の方は？
_OTHER_ASSEMBLY = re.compile(
    "^(?:では|じゃあ?|それで?)?、?(?P<kind>[市町村])(?:の?議会)?(?:の方|のほう|側)?は[?？]?$"
)
_ASSEMBLY = re.compile("[一-鿿々ヶ]*[市町村]の?議会")
# What is asked of any file says nothing of which: PDFの大きさは？
_OF_ANY_FILE = frozenset({"pdf", "ファイル", "サイズ", "容量", "資料"})
# What came about asked for by itself is asked for its day: 共生ビジョンができたのは？
_CAME_ABOUT = re.compile("(?:でき|始まっ|決まっ|終わっ|生まれ|なくなっ)たのは[?？]?$")
# Another case of the same paper: じゃあ変更するときは？ after 何年後に効力を失う.
_ANOTHER_CASE = re.compile("(?:とき|時|場合)に?は[?？。]*$")
# What is asked of a thing that is named with it: 委員の任期は？.
_OF_A_THING = re.compile("[一-鿿々ァ-ヶー]{2,8}の[一-鿿々ァ-ヶー]{2,8}は[?？。]*$")
# Beside these a question that goes on says enough of itself to be no fragment of the one before.
_FEWEST_OWN = 2


def readings(
    reader: Reader, question: str, earlier: Sequence[Query] = (), source: str | None = None
) -> list[Query]:
    """The ways to read a question, the likeliest first.

    With earlier turns the first takes from them what is missing; the last is the question by
    itself, where it says enough to stand alone.

    Raises:
        QuestionError: see `questions.checked`.
    """
    if not earlier:
        return [reader.understand(question, source)]
    alone = replace(reader.understand(bare(question), source), question=checked(question))
    before = _spoken_of(alone, earlier)
    focused = replace(alone, focus=before.focus)
    nth = _NTH_TABLE.match(alone.text)
    if nth and before.focus and before.focus[1] and before.focus[1][0].kind == "table":
        text = f"別表{parse_number(nth['n'])}は"
        alone = replace(alone, text=text, terms=terms(text), addressed=True)
        focused = replace(alone, focus=before.focus)
    absolute = any(r.steps[0].kind in {"article", "table"} for r in references_in(alone.text))
    if absolute and _SAME_PAPER.search(alone.text) and not alone.municipalities:
        focused = replace(focused, documents=before.documents or alone.documents)
    if absolute and _BARE_ADDRESS.match(alone.text) and before.addressed:
        return [_at_other_address(focused, before)]
    if alone.smalltalk or alone.foreign or absolute or _names_another(alone):
        return [focused]
    joined = _joined(focused, before, reader.catalogue)
    if joined is None:
        return [focused]
    return [joined, focused] if _stands_alone(focused, before) else [joined]


def may_leave(query: Query, home: frozenset[str], document: str, catalogue: Catalogue) -> bool:
    """Whether a question by itself may be answered from another document than was spoken of.

    It may where it names a place, or where that document has every thing that it names.
    """
    if query.documents or not home or document in home:
        return True
    things = [term for term in query.terms if term.specific]
    return all(_heard_of(term, catalogue, frozenset({document})) for term in things)


def _at_other_address(query: Query, before: Query) -> Query:
    """別表3は？ as what was asked of 別表2 before it."""
    new, old = references_in(query.text), references_in(before.text)
    same = len(old) == 1 and old[0].steps[0].kind == new[0].steps[0].kind
    if not same:
        return query
    text = before.text.replace(old[0].span.cut(before.text), new[0].span.cut(query.text), 1)
    documents = query.documents or before.documents
    municipalities = query.municipalities or before.municipalities
    placed = replace(query, documents=documents, municipalities=municipalities)
    return replace(placed, text=text, terms=terms(text), asked=before.asked)


def _names_another(query: Query) -> bool:
    """Whether a question turns to another town without its name: 違う市の担当課の電話は？."""
    return not query.documents and bool(ANOTHER_TOWN.search(query.text))


def _spoken_of(query: Query, earlier: Sequence[Query]) -> Query:
    """The turn that a question goes on from.

    A town that no document covers leaves what was spoken of before; so does what was asked for in
    vain (満足度は？), but for one who asks the same of another (では美唄市は？).
    """
    within = [q for q in earlier if not (q.foreign or q.smalltalk)] or list(earlier[-1:])
    last = within[-1]
    only_town = query.municipalities and not (query.asked or says_verb(query.text))
    same = only_town or PARTY.match(query.text)
    if last.answered or same or ORDINAL.search(query.text):
        return last
    answered = [q for q in within if q.answered and q.documents in {last.documents, frozenset()}]
    return answered[-1] if answered else last


def _stands_alone(query: Query, before: Query) -> bool:
    """Whether a question may be about something new: it names things, none of those before.

    メールアドレスはありますか goes on about the office before it, その人は何歳 about the person.
    """
    fields = [vocabulary().asked[kind] for kind in query.asked & FIELDS]
    named = [
        term
        for term in query.terms
        if term.specific and not any(field.search(f"{term.surface}は") for field in fields)
    ]
    same = any(term.surface in before.text for term in named)
    goes_on = _POINTS_BACK.search(query.text) or _OTHER_ONE.search(query.text)
    # 林業は？ alone says too little to be looked for in every document.
    says = query.documents or query.asked or says_verb(query.text) or len(named) >= _FEWEST_OWN
    deed = _says_only_a_deed(query) and not query.documents
    # Whose mayor it is, or whose telephone, the turn before says.
    of_whom = query.asked & (FIELDS | {"person"}) and not query.documents and before.documents
    return bool(named) and not (same or goes_on or deed or of_whom) and bool(says)


def _joined(query: Query, before: Query, catalogue: Catalogue) -> Query | None:
    """A question that leaves something out, with that taken from the one before it."""
    query = _party_named(query, before, catalogue)
    column = _column_named(query, before, catalogue)
    if column:
        text = f"{before.focus[1][-2].label}の{column}は" if before.focus else ""
        return replace(query, text=text, terms=terms(text), documents=before.documents)
    assembly = _OTHER_ASSEMBLY.match(query.text)
    if assembly and "議会" in before.text:
        text = _ASSEMBLY.sub(f"{assembly['kind']}議会", before.text)
        return replace(before, question=query.question, text=text, terms=terms(text))
    elsewhere = _of_other_region(query, before, catalogue)
    if elsewhere is not None:
        return elsewhere
    own = [t for t in query.terms if t.specific and t.surface not in before.text]
    own = [t for t in own if not ("file" in query.asked and t.surface in _OF_ANY_FILE)]
    sibling = _new_words(query) in beside(catalogue, before)
    elliptical = (
        sibling
        or bool(vocabulary().follows_on.search(query.text))
        or not (query.asked and query.terms)
        or not (says_verb(query.text) or any(term.specific for term in query.terms))
    )
    if query.documents and not elliptical:
        return None
    return _with_missing(query, before, catalogue, own=own, sibling=sibling, elliptical=elliptical)


def _of_other_region(query: Query, before: Query, catalogue: Catalogue) -> Query | None:
    """じゃあ潮見浦定住自立圏は？ as what the turn before asked of another region or town."""
    named = catalogue.named_regions(query.text)[:1]
    lead = vocabulary().lead_off.sub("", query.text).strip("、,。?？ ")
    if not named or query.municipalities or lead != named[0]:
        return None
    text = without(before.text, before.municipalities, " ")
    for form in catalogue.named_regions(before.text):
        text = text.replace(form, " ")
    text = f"{named[0]} {text}".strip()
    found = terms(text.removeprefix(named[0]))
    return replace(query, text=text, terms=found, asked=before.asked, dates=before.dates)


def _with_missing(
    query: Query,
    before: Query,
    catalogue: Catalogue,
    *,
    own: Sequence[Term],
    sibling: bool,
    elliptical: bool,
) -> Query:
    """What a question leaves out, its places, its theme or all but its `own` words, put to it."""
    documents = (
        query.documents & before.documents
        or query.documents
        or before.documents
        or (frozenset({before.focus[0]}) if before.focus else frozenset())
    )
    municipalities = query.municipalities or before.municipalities
    elsewhere = query.documents and before.documents and not query.documents & before.documents
    if _says_only_a_deed(query) and before.language == query.language == "ja" and not elsewhere:
        other = _OTHER_ONE.search(query.text) and not query.municipalities
        before = _as_far_as_pointed(before, query.text)
        theme = "" if other or _ANOTHER_CASE.search(query.text) else _theme(before)
        text, asked = f"{theme} {query.text}".strip(), query.asked or before.asked
        placed = replace(query, documents=documents, municipalities=municipalities)
        return replace(placed, text=text, terms=terms(text), asked=asked)
    if own and _CAME_ABOUT.search(query.text):
        asked = query.asked & TELLS or frozenset({"when"})
        return replace(query, documents=documents, municipalities=municipalities, asked=asked)
    other = _OTHER_ONE.search(query.text) and query.asked <= before.asked
    enough = query.asked & FIELDS or (
        own
        and (
            query.asked & TELLS
            or asks_figure(query.text)
            or (len(own) >= _FEWEST_OWN and (_asks_itself(query) or _OF_A_THING.match(query.text)))
        )
    )
    if not sibling and not other and (not elliptical or enough):
        of_whom = query.asked & (FIELDS | {"person"})
        named = municipalities if of_whom else query.municipalities
        return replace(query, documents=documents, municipalities=named)
    here = not query.municipalities and query.language == "ja"
    if own and here and not any(_heard_of(term, catalogue, documents) for term in own):
        return replace(query, documents=documents, municipalities=municipalities)
    # A fragment with a verb of its own is put for no part of the one before.
    verb = bool(own) and says_verb(vocabulary().lead_off.sub("", query.text))
    text = query.text if verb else replaced(before, query, catalogue)
    if before.language == "ja":
        words = terms(without(text, (*municipalities, *before.municipalities)))
    else:
        # Signs of the other language are no words of ours; those that it was translated to are.
        kept = (term for term in before.terms if term.surface in text)
        words = tuple({term.surface: term for term in (*query.terms, *kept)}.values())
    asked = query.asked & TELLS or before.asked
    return replace(
        query,
        text=text,
        terms=words,
        asked=frozenset(asked),
        documents=documents,
        municipalities=municipalities,
        dates=query.dates or before.dates,
        language=before.language if query.language == "ja" else query.language,
        addressed=query.addressed or (bool(query.municipalities) and _names_article(text)),
    )


def _names_article(text: str) -> bool:
    return any(reference.steps[0].kind == "article" for reference in references_in(text))


def _heard_of(term: Term, catalogue: Catalogue, documents: frozenset[str]) -> bool:
    """Whether the documents spoken of, or all, have a word: what none has is asked by itself."""
    said = {term.surface, *term.forms, *term.loose}
    texts = [catalogue.indexed[name] for name in documents or catalogue.indexed]
    return any(word in text for text in texts for word in said if not word.startswith("#"))


def _asks_itself(query: Query) -> bool:
    """Whether a question needs no words of another to ask: その要綱のPDFの容量は？."""
    pointed = _POINTS_BACK.search(query.text) and asked_noun(query.text)
    return "yes_no" in query.asked or bool(pointed)


def _says_only_a_deed(query: Query) -> bool:
    """Whether a question names nothing, and says what is done: 作ったのはどこ, いつ制定されたか."""
    if query.asked & FIELDS or not says_verb(query.text):
        return False
    found = words(query.text)
    deeds = {
        word.surface for word, behind in pairwise(found) if word.verbal and behind.normal == "為る"
    }
    return not any(term.specific and term.surface not in deeds for term in query.terms)


def _as_far_as_pointed(before: Query, text: str) -> Query:
    """The question before as far as the noun that a follow-up points to: その式、いつやったの."""
    pointed = _POINTED_NOUN.match(text)
    said = pointed and re.search(rf".+{re.escape(pointed['noun'])}(?![一-鿿])", before.text)
    return replace(before, text=said[0]) if said else before


def _theme(before: Query) -> str:
    """What a question is about: the nouns of its first part, but for what it asked of them."""
    said = without(before.text, before.municipalities)
    asked = {word.surface for word in asked_noun(said)}
    for part in _PARTS.split(said):
        nouns = [w.surface for w in words(part) if w.common_noun and w.surface not in asked]
        empty = vocabulary().general | vocabulary().papers
        if any(len(noun) > 1 and noun not in empty for noun in nouns):
            return " ".join(nouns)
    return ""


def _party_named(query: Query, before: Query, catalogue: Catalogue) -> Query:
    """乙は？ after a cell of a table as a question about the municipality that 乙 means."""
    if before.focus is None:
        return query
    other = _OF_OTHER_PARTY.match(query.text)
    if other:
        name = _other_of(catalogue, *before.focus)
        text = f"{name}{query.text[other.end() :]}"
        return replace(query, text=text, municipalities=(name,)) if name else query
    signed = before.focus[1][0].label == "署名欄" and len(before.focus[1]) > 1
    if not (signed or before.focus[1][-1].kind == "cell"):
        return query
    said, meanings = PARTY.match(query.text), catalogue.readings[before.focus[0]].meanings
    meaning = meanings.get(said[1]) if said else None
    if _OTHER_PARTY.match(query.text):
        meaning = _other_of(catalogue, *before.focus) or None
    if meaning is None:
        return query
    asked = before.asked if signed else frozenset({"role"})
    return replace(query, text="", terms=(), municipalities=(meaning,), asked=asked)


def _other_of(catalogue: Catalogue, source: str, path: Path) -> str:
    """The party beside the one in whose part a clause stands; empty where none or several are."""
    own = path[1 if path[0].label == "署名欄" and len(path) > 1 else -1].label[0]
    meanings = catalogue.readings[source].meanings.items()
    others = [name for letter, name in meanings if letter in _LETTERS and letter != own]
    return others[0] if len(others) == 1 and own in _LETTERS else ""


def _column_named(query: Query, before: Query, catalogue: Catalogue) -> str:
    """The column of the row quoted last that a follow-up names, and nothing else: 目標は何人？."""
    named = [term.surface for term in query.terms if term.specific]
    side = _SIDE_OF_ROW.match(query.text)
    said = re.sub("(?:も|は|の方|のほう)+[?？。]?$", "", squeeze(query.text))
    if before.focus is None or query.documents or (query.municipalities and not side):
        return ""
    source, path = before.focus
    meanings = catalogue.readings[source].meanings
    cells = catalogue.readings[source].addresses.children(path[:-1], "cell")
    labels = [cell[-1].label for cell in cells if cell != path]
    meant = [
        label
        for label in labels
        if squeeze(label) == said
        or (named and all(word in fold(label) for word in named))
        or (side and meanings.get(label[:1], "").endswith(side["kind"]))
    ]
    return meant[0] if len(meant) == 1 and path[-1].kind == "cell" else ""


def _new_words(query: Query) -> str:
    """What a follow-up names, without the words that lead over to it."""
    return squeeze(vocabulary().lead_off.sub("", query.text).strip("、,。?？ "))
