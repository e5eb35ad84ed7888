"""A question in the light of the turns before it: what it leaves out is taken from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answering.attributes import asked_noun
from assistant.answering.catalogue import Catalogue
from assistant.answering.deeds import deeds, says_verb
from assistant.answering.lookup import references_in, squeeze
from assistant.answering.questions import ANOTHER_TOWN, Reader, checked, terms, without
from assistant.answering.searcher import ORDINAL
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.language.eras import DAY
from assistant.language.tokens import fold, index_words, words
from assistant.records import Path, Query, Term

# Kinds that by themselves say what a short question wants to be told.
_TELLS = FIELDS | {"when", "how_many", "person", "who", "where", "why", "purpose", "procedure"}
_TELLS |= {"file"}
_TELLS |= {"list", "role"}
# A party said alone, in the place of the one before: 乙は？
_PARTY = re.compile(
    r"^(?:では|じゃあ?|それでは)?[、,]?[「『]?([甲乙丙丁])[」』]?(?:の方|のほう|の役割|の場合)?"
    r"(?:(?:は|では|も)(?:どこ|誰|だれ|どちら|どっち|何市|なに)?(?:に(?:なる|当たる|あたる))?(?:の)?"
    r"(?:です|でしょう)?(?:か|かね|かな)?)?[?？。]*$"
)

# The party beside the one that was spoken of: 相手の市は？
_OTHER_PARTY = re.compile(
    "^(?:では|じゃあ?|それでは)?、?(?:相手|もう(?:一方|片方|一つ|ひとつ|1つ)|他方|片方)"
    "(?:の?(?:(?:市|町|村)長|市|町|村|方|側|自治体|まち))?(?:の役割|の場合)?(?:は|では|も)[?？]?$"
)
_STEP = re.compile(
    "^(?:では|じゃあ?|で)?、?(?:その|一つ|ひとつ)?の?(?:(?P<back>前)|次|後)の?"
    "(?:期|もの|やつ|ビジョン|計画|回)?(?:の(?:方|ほう))?は[?？]?$"
)
_PARTS = re.compile("って|[はがを、]")
_ROLE = re.compile("の役割$")
_COMPOUND = re.compile("[一-鿿々ァ-ヶー]{3,8}")
# What is the town's or the village's part, without its name: 村の役割.
_KIND_OF_PART = re.compile("(?<![一-鿿])[市町村](?:側|のほう|の方)?の(?=役割|役目|担当|仕事|負担)")
_PAPER = re.compile(
    "(?:中心市|連携中枢都市)?宣言書?|(?:形成)?協定書?|(?:連携)?協約書?|(?:共生)?ビジョン"
)
_OFFICE = re.compile("[一-鿿々ァ-ヶーぁ-ゖ]{2,12}?(?:[一-鿿][課室係局]|センター)")
# The last signs that two things of a kind have in common: 市議会, 町議会.
_TAIL = 2
# The other of two things, never a new subject: 小学生の方は？
_OTHER_ONE = re.compile(
    "(?:の方|のほう|の場合)(?:は|が|も)?(?:何人|いつ|どこ|誰|いくつ|何%|何割)?(?:です)?か?[?？。]*$"
)
_POINTS_BACK = re.compile(r"^(?:その|それ|そこ|そち|その時|これ|この|彼|あの)")
# The paper that was spoken of: 同協約の第13条.
_SAME_PAPER = re.compile(
    r"(?:同|その|この|当該)(?:連携)?(?:協定|協約|文書|宣言|書面|要綱|条例|規約|規則|ビジョン|計画)"
)
# What a turn begins and ends with that says nothing of what is asked.
_FILLERS = re.compile(
    "^(?:(?:あ+|え+っ?と|うーん|ふー?ん|へえ|なるほど|そっか|す[みい]ません|失礼(?:いた)?しました|ごめん(?:なさい)?"
    "|まあいいや|いや|いえ|いいえ|違う|ちがう|違います|そう(?:じゃ|では)なくて?|すると|そうすると|そうしたら"
    "|了解(?:です)?|わかった|分かりました|ありがとう(?:ございます)?)[、。,!！…]+[ 　]*)+(?=.{2,})"
)
_ALSO = re.compile(
    "(?:の方|のほう)?も(?:併せて|合わせて|あわせて)?、?(?:お願い(?:(?:いた|致)?します)?|頼む|教えて(?:ください)?"
    "|知りたい(?:です)?|同じ[^、。?？]{0,10})[?？。]*$"
)
_THAT_IS = re.compile(
    "(?:の件|のこと|の話|の方|のほう)?(?:でございます|です|だよ|だけど|なんだけど|なんですが)[。]?$"
)
_MEANT = re.compile(
    "^(?:聞|知)きたかったのは(?P<what>.{2,20}?)(?:だった|でした|です)(?:んです|の)?[。]?$"
)
# The same the other way round: 逆の場合は？
_REVERSED = re.compile(
    "^(?:では|じゃあ?|その)?、?(?:逆|反対)(?:の場合|だと|なら)?(?:は|も)?[?？。]*$"
)
_LETTER = re.compile("(?<![一-鿿])[甲乙丙丁](?![一-鿿])")
# What a question asks at its end, and a turn that only asks another thing of the same: なぜですか.
_ASKED_LAST = re.compile(
    "(?:の|日|時期|場所|理由)?(?:は|って)?、?(?:いつ|どこ|誰|だれ|どなた|なぜ|なんで|どうして|何[^、。]{0,4}|いくつ)"
    "(?:で|に|が)?(?:です|でした|でしょう|なの|だった)?(?:か|の)?[。?？]*$"
)
_ASKS_ELSE = re.compile(
    "^(?:それは|それって|で、)?(?:なぜ|なんで|どうして|いつ|どこ(?:で|に)?|誰(?:が|と)?|だれ(?:が|と)?|どなた)"
    "(?:です|でした|でしょう|なの)?(?:か|の)?[?？。]*$"
)
# Those of whom one may be asked about in the place of another.
_PEOPLE = re.compile(
    "(?:小学生|中学生|高校生|高専生|大学生|生徒|学生|住民|市民|町民|大人)(?:・高専生|・生徒)?(?:向け)?"
)
_BARE_ADDRESS = re.compile(
    "(?:第[0-9]+条(?:の[0-9]+)?(?:第[0-9]+項)?|別表[0-9]+)(?:の方|のほう)?は[?？]?$"
)
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
    alone = replace(reader.understand(_bare(question), source), question=checked(question))
    before = _spoken_of(alone, earlier)
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


def _bare(question: str) -> str:
    """A turn without what only leads over to it or is polite: 甲府市です for すみません、甲府市の件です.

    A question mark stands for も同じですか and もお願いします.
    """
    said = _FILLERS.sub("", question.strip()) or question
    said = _MEANT.sub(r"\g<what>は？", said)
    said = _THAT_IS.sub("です", _ALSO.sub("は？", said))
    return said if re.search(r"\w", said) else question


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
    same = only_town or _PARTY.match(query.text)
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
    own = [t for t in query.terms if t.specific and t.surface not in before.text]
    sibling = _new_words(query) in _beside(catalogue, before)
    elliptical = (
        sibling
        or bool(vocabulary().follows_on.search(query.text))
        or not (query.asked and query.terms)
        or not (says_verb(query.text) or any(term.specific for term in query.terms))
    )
    if query.documents and not elliptical:
        return None
    documents = (
        query.documents & before.documents
        or query.documents
        or before.documents
        or (frozenset({before.focus[0]}) if before.focus else frozenset())
    )
    municipalities = query.municipalities or before.municipalities
    if _says_only_a_deed(query) and before.language == query.language == "ja":
        text, asked = f"{_theme(before)} {query.text}".strip(), query.asked or before.asked
        placed = replace(query, documents=documents, municipalities=municipalities)
        return replace(placed, text=text, terms=terms(text), asked=asked)
    other = _OTHER_ONE.search(query.text) and query.asked <= before.asked
    enough = query.asked & FIELDS or (
        own and (query.asked & _TELLS or (len(own) >= _FEWEST_OWN and _asks_itself(query)))
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
    text = query.text if verb else _swapped(before, query, catalogue)
    if before.language == "ja":
        words = terms(without(text, (*municipalities, *before.municipalities)))
    else:
        # Signs of the other language are no words of ours; those that it was translated to are.
        kept = (term for term in before.terms if term.surface in text)
        words = tuple({term.surface: term for term in (*query.terms, *kept)}.values())
    asked = query.asked & _TELLS or before.asked
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


def _theme(before: Query) -> str:
    """What a question is about: the nouns of its first part, but for what it asked of them."""
    said = without(before.text, before.municipalities)
    asked = {word.surface for word in asked_noun(said)}
    for part in _PARTS.split(said):
        nouns = [w.surface for w in words(part) if w.common_noun and w.surface not in asked]
        if any(len(noun) > 1 and noun not in vocabulary().general for noun in nouns):
            return " ".join(nouns)
    return ""


def _party_named(query: Query, before: Query, catalogue: Catalogue) -> Query:
    """乙は？ after a cell of a table as a question about the municipality that 乙 means."""
    if before.focus is None:
        return query
    signed = before.focus[1][0].label == "署名欄" and len(before.focus[1]) > 1
    if not (signed or before.focus[1][-1].kind == "cell"):
        return query
    said, meanings = _PARTY.match(query.text), catalogue.readings[before.focus[0]].meanings
    meaning = meanings.get(said[1]) if said else None
    if _OTHER_PARTY.match(query.text):
        own = before.focus[1][1 if signed else -1].label[0]
        others = [
            name for letter, name in meanings.items() if letter in "甲乙丙丁" and letter != own
        ]
        meaning = others[0] if len(others) == 1 else None
    if meaning is None:
        return query
    asked = before.asked if signed else frozenset({"role"})
    return replace(query, text="", terms=(), municipalities=(meaning,), asked=asked)


def _column_named(query: Query, before: Query, catalogue: Catalogue) -> str:
    """The column of the row quoted last that a follow-up names, and nothing else: 目標は何人？."""
    named = [term.surface for term in query.terms if term.specific]
    if before.focus is None or not named or query.documents or query.municipalities:
        return ""
    source, path = before.focus
    cells = catalogue.readings[source].addresses.children(path[:-1], "cell")
    labels = [cell[-1].label for cell in cells if cell != path]
    meant = [label for label in labels if all(word in fold(label) for word in named)]
    return meant[0] if len(meant) == 1 and path[-1].kind == "cell" else ""


def _beside(catalogue: Catalogue, before: Query) -> set[str]:
    """The labels of what stands beside the clause quoted last."""
    if before.focus is None or not before.focus[1]:
        return set()
    source, path = before.focus
    row = catalogue.readings[source].addresses.children(path[:-1])
    return {squeeze(sibling[-1].label) for sibling in row if sibling[-1].kind == "field"}


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


def _new_words(query: Query) -> str:
    """What a follow-up names, without the words that lead over to it."""
    return squeeze(vocabulary().lead_off.sub("", query.text).strip("、,。?？ "))


def _swapped(before: Query, query: Query, catalogue: Catalogue) -> str:
    """The earlier question with the new words in the place of those that they are another of."""
    new, text = _put_instead(query), before.text
    party = _PARTY.match(query.text)
    if party and _LETTER.search(text):
        return _LETTER.sub(party[1], text)
    if _REVERSED.match(query.text) and len(before.municipalities) == 2:
        return _exchanged(text, *before.municipalities)
    if _ASKS_ELSE.match(query.text):
        stem = _ASKED_LAST.sub("", text)
        return f"{stem}のは{new}" if stem != text else f"{text} {new}"
    if query.municipalities:
        return _of_other(before, query, new)
    last = before.focus[1][-1].label if before.focus and before.focus[1] else ""
    beside = squeeze(new) in _beside(catalogue, before) and last in text
    instead = text.replace(last, new) if beside else _of_day(text, new) or _of_kindred(text, new)
    if instead:
        return instead
    said = _stepped(query, before, catalogue) or query.text
    if ORDINAL.search(said):
        return _of_ordinals(text, said)
    if before.focus and (
        _is_subject(new, _subjects(catalogue, before.focus[0]))
        or _told_beside(query, before, catalogue)
    ):
        return _of_subject(before, before.focus[1], new)
    if query.asked & _TELLS and len(last) > 1:
        text = text.replace(last, " ")
    # A role stays where another subject is named: 林業は？ after 観光での役割は？.
    steps = before.focus[1] if before.focus else ()
    return _in_label(text, new, [s.label for s in steps if not _ROLE.search(s.label)])


def _exchanged(text: str, first: str, second: str) -> str:
    """A text with two towns in each other's place."""
    one, other = (rf"{re.escape(fold(name)[:-1])}[市町村区]?" for name in (first, second))
    either = re.compile(f"(?P<one>{one})|(?P<other>{other})")
    return either.sub(lambda match: second if match["one"] else first, text)


def _of_day(text: str, new: str) -> str:
    """A text about another day: 2月8日 for 1月25日."""
    day = DAY.search(new)
    return DAY.sub(day[0], text, count=1) if day and DAY.search(text) else ""


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
            return kind.sub(other[0], text, count=1)
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
    other = re.match(r"(?P<new>.+?)(?:の方|のほう)(?:は|では|が)?", query.text)
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


def _of_other(before: Query, query: Query, new: str) -> str:
    """A text about other municipalities: 美唄市長は誰 for 岩見沢市長は誰."""
    # 一関市が中心市宣言をしたのは？ takes only the いつ.
    if deeds(new) and any(term.specific for term in query.terms):
        return query.text
    names = query.municipalities
    text = re.sub(rf"{_LETTER.pattern}(?:の役割)?|取組内容", " ", before.text)
    rest = without(new, names, " ").strip()
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
