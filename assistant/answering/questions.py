"""A question and the turns before it to a Query: places, parties, addresses, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import normalised, references_in
from assistant.answering.spelling import Speller
from assistant.answering.vocabulary import FIELDS, telling_words, vocabulary
from assistant.errors import QuestionError
from assistant.language.eras import DAY, find_dates
from assistant.language.tokens import Word, content, content_words, fold, nominal, words
from assistant.language.transliteration import sounds_japanese
from assistant.records import Query, Term

LONGEST_QUESTION = 2000
# Kinds that a question does not ask for which only wants to know whether something is so.
_FACTS = {"when", "who", "where", "how_many", "person"}
# What a question sets aside: 学校教育と生涯学習以外の, 観光のほかに.
_SET_ASIDE = re.compile(
    r"[^、。?？]+?(?:以外(?:の|で|に)|のほか(?:に|、|で)|の他(?:に|、|で)|に(?:入ら|含まれ|当てはまら)ない)"
)
_NOT_THAT = re.compile("^[^、。]{1,16}(?:じゃなくて?|ではなくて?|でなくて?)、(?=.{4,})")
# A reading written behind its kanji, as やさしい日本語 does: 協定(きょうてい).
_READING_BEHIND = re.compile(r"(?<=[一-鿿々])\s?[(（][ぁ-ゖー\s・]+[)）]")
_ENGLISH_WORDS = re.compile(
    r"\b(?:what|which|who|whom|when|where|how|why|is|are|was|were|do|does|did|can|will|must|the|of|in"
    r"|for|to|and|on|about|tell|please|a|an|it|this|that|with|by)\b"
)
_FEWEST_ENGLISH_WORDS = 2
_SIGNS_OF = {
    "ko": re.compile("[가-힣]"),
    "vi": re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"),
    "zh": re.compile(
        "[这那吗么们谁哪几为请问与签协议连团话负责应该时间呢您你]|是什么|多少|[是的](?:[?？]|什)"
    ),
}
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々]{2,}")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Z0-9]{1,5}(?![A-Za-z])")
_QUOTED = re.compile(r"(?<=[“「『\"])[^”」』\"]+(?=[”」』\"])")
# Control and format characters, and surrogates that no text of its own holds.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|[\ud800-\udfff]"
)
# What stands behind a place that a question speaks of by the way.
_ASIDE = (
    "(?:(?:でし|です|だっ)た?(?:よね|っけ)|(?:、|や)[一-鿿]{2,4}(?:、[一-鿿]{2,4})*(?:の(?:ほう|方))?[へに]"
    "|の(?:ほう|方)[へに]|(?:など|等)の|のような|みたい[なに]|並み"
    "|[にへ](?:出|行|住|い[るたて]|越|引っ?越|移|就職|進学|通|嫁)|から(?:[^、。]{0,12}に)?(?:来|き[たて]|移|引|越|戻|帰|嫁))"
)
# The name of an office asked for beside its fields: 課名と電話, 何課の何番.
_NAME_OF_OFFICE = re.compile(
    "(?:局|部|課|室|係|部署)の?(?:名称|名前|名(?=と|、|は|を|も))|(?:何|どの|どこの)課の"
)
_LONGEST_PAIR = 2
# How many there are, and not which.
_COUNTED_ALONE = re.compile("(?:いくつ|何(?:市|町|村|個|つ))(?:です|でし|あり|ある|[?。]|$)")
# Two things held in the same time or on the same day, asked of both.
_SAME_TIME = re.compile("同じ(?:時期|日|年|月|期間)|(?:時期|日|年|月|期間)(?:は|も|が)、?同じ")
_ALSO = ("も", "番号も", "アドレスも")
# Another town than the one spoken of, which nobody named.
ANOTHER_TOWN = re.compile(
    "(?:違う|別の|ほかの|他の|よその)(?:市|町|村|自治体|圏域)(?:の|は|だと|では)"
)
# Words of one who asks after such papers.
OF_THE_FIELD = re.compile(
    "協定|協約|取り?決め|宣言|ビジョン|圏|定住自立|連携中枢|別表|懇談会|(?<![一-鿿])[甲乙](?![一-鿿])"
)
# A town in kana with which a question begins, none of those covered: うつのみやしの.
_KANA_TOWN = re.compile(
    "(?:^|[、。 ])(?P<name>[ぁ-ゖ]{3,7}(?:し|ちょう)(?=[のはがでと])"
    "|[ぁ-ゖ]{3,7}(?=の(?:市長|町長|村長|市役所|役場)))"
)
_PARTICLES = frozenset({"を", "は", "が", "に", "で", "へ"})
# What stands between two fields of a contact that are asked for together.
_BETWEEN_FIELDS = (
    "(?:番号|アドレス|번호| ?numbers?)?"
    "(?:と|及び|および|・|、|,|も|や|、?それと|、?あと|と、| and (?:the )?| or |와 |과 |和| và )"
    "[^、。?]{0,8}"
)
_ASKS = re.compile(
    "[?]|(?:か|かね|かな|かしら|のう|ください|下さい|ほしい|たい(?:です)?|願い?ます|願う)。?$"
)
_MAY_ASK = re.compile("ます。?$")
# What leads up to a question, and how it says that the question is about just that.
_LEAD = re.compile(
    "^.*(?:けれども?|けど|ですが|ますが|ますので|ですから|んで|ので|(?:身|者|立場)としては)、"
)
_POINTS = re.compile("(?:その|あの|この|それ|あれ)")
_INTRODUCES = re.compile(
    "(?:ぼく|僕|私|わたし|わし|俺|うち)(?:は|の)|(?:年生|者|もの|学生|ゼミ|住んで(?:い)?ます|住まい)(?:です|なのですが)"
)
_NAMES_MATTER = re.compile(
    "(?:について|に関し|のこと|(?:を|が)(?:知り|聞き|教え|調べ(?!て(?:い|お)?(?:る|り|ます|て))|確認|探し|伺い|うかがい|見(?!てこい|て来い)))"
)
_LATIN_PLACE = re.compile(
    r"\b(?P<a>[A-Z][a-z]{2,})"
    r"(?:[ -](?:[Cc]ity|[Tt]own|[Vv]illage|shi|cho|machi|[Pp]refecture))\b"
    r"|(?:[Cc]ity of|[Tt]own of|[Tt]hành phố|[Tt]hị trấn)\s+(?P<b>[A-Z][a-z]{2,})"
    r"|\b(?:[Oo]f|[Ii]n|[Ff]or|[Bb]etween|[Aa]nd|[Ww]ith|[Ff]rom|[Aa]t|[Dd]oes|[Dd]o|[Ii]s|[Hh]as|[Aa]bout|[Tt]o)\s+(?P<c>[A-Z][a-z]{3,})\b"
)


def checked(question: str) -> str:
    """The question without control characters and outer blanks.

    Raises:
        QuestionError: nothing is left, or it is longer than LONGEST_QUESTION code points.
    """
    text = _CONTROL.sub("", question).strip()
    if not re.search(r"\w", text):
        msg = "質問が空です。知りたいことを文で入力してください。"
        raise QuestionError(msg)
    if len(text) > LONGEST_QUESTION:
        msg = f"質問が長すぎます({len(text):,}文字)。{LONGEST_QUESTION:,}文字までに縮めてください。"
        raise QuestionError(msg)
    return text


@dataclass(frozen=True)
class Reader:
    """Reads questions against what a corpus covers."""

    catalogue: Catalogue

    @cached_property
    def speller(self) -> Speller:
        """Brings questions to the documents' spelling."""
        return Speller(self.catalogue)

    def understand(self, question: str, source: str | None = None) -> Query:
        """What a question asks by itself, limited to the document `source` if there is one.

        Raises:
            QuestionError: see `checked`.
        """
        said = checked(question)
        question = self.speller.katakana_alone(_READING_BEHIND.sub("", said))
        language = language_of(question)
        standard = self.speller.standard(question, japanese=language in {"ja", "en"})
        standard = self._set_aside(standard)
        translated = self.speller.translated(question) if language != "ja" else ""
        text = f"{standard} {translated}".strip()
        municipalities, documents = places(text, self.catalogue)
        # A day that is named is none that is asked for: 1月25日は？
        said_twice = DAY.sub(" ", f"{fold(question)}\n{text}")
        found = terms(without(_japanese(question, standard, translated), municipalities))
        asked = asked_for(without(said_twice, municipalities, " "))
        asking = asking_part(text, found)
        if language == "ja" and asking != text:
            named, of_these = places(asking, self.catalogue)
            if len(documents) != 1 and len(of_these) == 1:
                municipalities, documents = named, of_these
        if language == "ja" and asking != text:
            asked = asked_for(without(DAY.sub(" ", asking), municipalities, " ")) or asked
        return Query(
            question=said,
            text=text,
            terms=found,
            asked=asked,
            documents=(
                frozenset({source})
                if source is not None
                else self._own_page(municipalities, asked, documents)
            ),
            municipalities=municipalities,
            foreign=tuple(
                name
                for name in self._foreign(question, standard)
                if not (
                    (municipalities or OF_THE_FIELD.search(standard))
                    and _by_the_way(name, f"{question}\n{standard}")
                )
            ),
            dates=tuple(find_dates(text)),
            addressed=bool(references_in(normalised(question)) or references_in(standard)),
            smalltalk=bool(vocabulary().smalltalk.search(fold(question))),
            errand=self._errand(fold(question)),
            language=language,
        )

    def _own_page(
        self, municipalities: Sequence[str], asked: AbstractSet[str], documents: frozenset[str]
    ) -> frozenset[str]:
        """Of a municipality's offices its own documents tell, not those that count it a member."""
        if len(municipalities) != 1 or not asked & FIELDS:
            return documents
        own = {
            i
            for i in documents
            if self.catalogue.readings[i].document.source.municipality == municipalities[0]
        }
        return frozenset(own) or documents

    def _set_aside(self, text: str) -> str:
        """A question about what is left, with what it sets aside taken out of its words."""
        text = _NOT_THAT.sub("", text)

        def rest(match: re.Match[str]) -> str:
            kept = places(match[0], self.catalogue)[0] or references_in(match[0])
            return match[0] if kept else "その他の "

        return _SET_ASIDE.sub(rest, text)

    def _errand(self, question: str) -> str:
        """The errand at a town hall that a question is about, where no document names it."""
        found = (match[0] for match in vocabulary().errands.finditer(question))
        return next((said for said in found if not self._spoken_of(said)), "")

    def _spoken_of(self, errand: str) -> bool:
        """Whether a document names an errand, in another language's or another word for it too."""
        known = vocabulary().everyday.get(errand, ())
        official = (word for word in known if word[:-1] == errand[:-1])  # 保育所 is 保育園
        translated = self.speller.translated(errand).split()
        return any(self.catalogue.has(word) for word in (errand, *official, *translated))

    def _foreign(self, question: str, standard: str) -> tuple[str, ...]:
        known = {p for p, _ in self.speller.foreign_names}
        if language_of(question) == "zh":
            left = without(standard, tuple(set(self.catalogue.municipalities.values())))
            named = re.findall(r"[一-鿿]{2,4}[市町村县縣](?![役民圈圏])|^[一-鿿]{2,4}(?=呢)", left)
            return tuple(p for name in named for p in self.catalogue.foreign_places(name)[-1:])
        latin = [
            m["a"] or m["b"] or m["c"]
            for m in _LATIN_PLACE.finditer(question)
            if not any(pattern.search(fold(m[0])) for pattern in known)
            and not (m["a"] and _ENGLISH_WORDS.fullmatch(fold(m["a"])))
            and not (m["c"] and (not sounds_japanese(m["c"]) or self.speller.translated(m["c"])))
        ]
        left = without(standard, tuple(set(self.catalogue.municipalities.values())))
        kana = [m["name"] for m in _KANA_TOWN.finditer(standard) if _may_be_town(m["name"])]
        kana = kana if self.speller.knows_places else []
        return tuple(dict.fromkeys([*latin, *kana, *self.catalogue.foreign_places(left)]))


def asking_part(text: str, known: Sequence[Term]) -> str:
    """The part of a question that asks: 岩見沢と美唄で余分にかかったら, not 税を払う身としては.

    What leads up to it may speak of anything; where the rest names no thing, all of it asks.
    """
    sentences = list(re.finditer(r"[^。!?]*[。!?]*", text))
    sentences = [s for s in sentences if s[0].strip("。!? ")]
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


def _may_be_town(kana: str) -> bool:
    """Whether a run of hiragana is no word and no clause: たきかわ, not わたし and not だれがし."""
    found = words(kana)
    plain = len(found) == 1 and found[0].listed and not found[0].place
    leads = found[0].part in {"代名詞", "連体詞", "接続詞", "副詞", "感動詞"}
    ends = found[-1].listed and len(found[-1].surface) > 2
    return not (plain or leads or ends or any(w.surface in _PARTICLES for w in found))


def _by_the_way(name: str, text: str) -> bool:
    """Whether a place is only where someone went or came from, or one of a kind: 東京などの."""
    place = re.escape(name)
    return bool(re.search(rf"{place}{_ASIDE}|\b(?:from|like|near) {place}\b", text))


def _japanese(question: str, standard: str, translated: str) -> str:
    """The Japanese words of a question: all of it, or its translation with what it quotes."""
    if language_of(question) == "ja":
        return standard
    said = _QUOTED if language_of(question) == "zh" else _JAPANESE
    latin = _ACRONYM.findall(question) if language_of(question) != "en" else []
    return " ".join([translated, *said.findall(question), *latin])


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


def terms(text: str) -> tuple[Term, ...]:
    """The content words of a text, each with the words that count as the same.

    Those are the field's synonyms and Sudachi's synonym groups (`#16008`).
    """
    found: dict[str, Term] = {}
    known = vocabulary().synonyms
    found_words = nominal(telling_words(text))
    joint = _joint(found_words)
    for at, word in enumerate(found_words):
        if content(word):
            # A part of a compound does not mean what it means alone.
            alike = joint.get(at) or _alike(word, known)
            forms = _forms(word) | alike | _single_words(alike)
            loose = _alike(word, vocabulary().everyday)
            term = Term(
                surface=word.surface,
                forms=forms,
                specific=_specific(word),
                lone=_lone(word),
                own=frozenset({word.normal}),
                loose=loose | _single_words(loose),
            )
            found.setdefault(word.normal, term)
    return tuple(found.values())


def _joint(found: Sequence[Word]) -> dict[int, frozenset[str]]:
    """For the parts of an everyday compound (相談 and 役) what it means: アドバイザー."""
    meant: dict[int, frozenset[str]] = {}
    for at, (first, second) in enumerate(pairwise(found)):
        words = vocabulary().everyday.get(first.surface + second.surface, frozenset())
        if words and first.common_noun:
            for part in (at, at + 1):
                meant[part] = meant.get(part, frozenset()) | words
    return meant


def _alike(word: Word, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return known.get(word.normal, frozenset()) | known.get(word.surface, frozenset())


def _single_words(alike: frozenset[str]) -> frozenset[str]:
    """Synonyms as the index has them: of 廃棄物, which Sudachi parts, the part that says it."""
    parts = (content_words(word) for word in alike)
    return frozenset(found[0] for found in parts if len(found) == 1)


def _specific(word: Word) -> bool:
    """A noun long enough, in kanji or katakana, that is not one by which questions merely ask."""
    return bool(
        word.common_noun
        and len(word.surface) > 1
        and not re.fullmatch(r"[ぁ-ゖー]+", word.surface)
        and word.normal not in vocabulary().general
        and word.surface not in vocabulary().general
    )


def _lone(word: Word) -> bool:
    """A noun of one sign (税 in 住民税) or a name (武田, chatgpt) that does not help to ask."""
    known = vocabulary()
    helps = known.general | known.frame
    noun = word.common_noun and re.fullmatch(r"[一-鿿]", word.surface)
    name = word.person and re.fullmatch(r"[一-鿿々]{2,}", word.surface)
    latin = re.fullmatch(r"[a-z][a-z0-9]{2,}", word.surface)
    return bool(
        (noun or name or latin)
        and word.surface not in known.signs
        and not helps & {word.surface, word.normal}
    )


def without(text: str, municipalities: Sequence[str], instead: str = "、") -> str:
    """A text without the places in it, which limit the documents and are no words to look for.

    A place before 長 is left: 美唄市長 is a person. A comma stands `instead`, since Sudachi reads
    the particles that are left of 津別町は北見市と as はと.
    """
    for name in municipalities:
        for form in (fold(name), fold(name)[:-1]):
            if len(form) > 1:
                text = re.sub(rf"{re.escape(form)}(?![市町村区]?長)", instead, text)
    return text


def _forms(word: Word) -> frozenset[str]:
    return frozenset({word.normal, *word.nouns, *(f"#{group}" for group in word.synonyms)})


def places(text: str, catalogue: Catalogue) -> tuple[tuple[str, ...], frozenset[str]]:
    """The municipalities that a question names, in order, and the documents that treat them all."""
    left = text
    named: dict[str, int] = {}
    documents: set[str] | None = None
    for form, ids in sorted(catalogue.regions.items(), key=lambda kv: (-len(kv[0]), kv[0])):
        if form in left and form not in catalogue.municipalities:
            documents = set(ids) if documents is None else (documents & ids or documents | ids)
            left = left.replace(form, " ")
    for form, name in sorted(catalogue.municipalities.items(), key=lambda kv: (-len(kv[0]), kv[0])):
        if form in left:
            named.setdefault(name, text.index(form))
            left = left.replace(form, " ")
    if re.search(r"(?<![一-鿿])[甲乙丙](?![一-鿿])|甲乙", text):
        bound = {i for i, r in catalogue.readings.items() if {"甲", "乙"} & set(r.meanings)}
        documents = bound if documents is None else (documents & bound or documents)
    treated: set[str] = set()
    for name in named:
        own, mentions = catalogue.documents_of(name)
        own = own or mentions
        treated = set(treated & own or treated | own)
    if treated:
        documents = treated if documents is None else (documents & treated or documents | treated)
    ordered = tuple(sorted(named, key=lambda n: named[n]))
    return ordered, frozenset(_of_office(text, catalogue) if documents is None else documents)


def _of_office(text: str, catalogue: Catalogue) -> set[str]:
    """The documents that name the office or the number that a question names in place of a town."""
    named = [ids for office, ids in catalogue.offices.items() if office in text]
    return (set.intersection(*named) if named else set()) or catalogue.of_value(text)


def language_of(text: str) -> str:
    """The language of a question: ja, en, zh, ko or vi, told by its script and signs."""
    lower = text.lower()
    for language, signs in _SIGNS_OF.items():
        if signs.search(lower):
            return language
    latin, kanji = len(re.findall("[a-z]", lower)), len(re.findall("[一-鿿]", text))
    kana = len(re.findall("[ぁ-んァ-ヶｦ-ﾟ]", text))
    english = len(_ENGLISH_WORDS.findall(lower)) >= _FEWEST_ENGLISH_WORDS
    if english and latin > kana + kanji:
        return "en"
    return "en" if not kana and latin > 3 * kanji and latin > 2 else "ja"
