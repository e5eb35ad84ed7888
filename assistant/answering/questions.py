"""A question and the turns before it to a Query: places, parties, addresses, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.asking import asked_for, asking_part
from assistant.answering.catalogue import Catalogue
from assistant.answering.notation import normalised, references_in
from assistant.answering.spelling import Speller
from assistant.answering.terms import terms, without, without_regions
from assistant.answering.vocabulary import FIELDS, vocabulary
from assistant.errors import QuestionError
from assistant.language.eras import DAY, find_dates
from assistant.language.identification import ENGLISH_WORDS, language_of
from assistant.language.tokens import fold, words
from assistant.language.transliteration import sounds_japanese
from assistant.records import Query

LONGEST_QUESTION = 2000
# What a question sets aside: 学校教育と生涯学習以外の, 観光のほかに.
_SET_ASIDE = re.compile(
    r"[^、。?？(（)）]+?(?<![日年月]後)(?:以外(?:の|で|に)|のほか(?:に|、|で)|の他(?:に|、|で)|に(?:入ら|含まれ|当てはまら)ない)"
)
_NOT_THAT = re.compile(
    "^(?:[^、。]{1,4}、)?[^、。]{1,16}(?:(?:じゃ|では|で)なくて?、(?=.{4,})|(?:じゃ|では|で)なくて(?=[^、。]{2,16}(?:のほう|の方)(?:は|です)?[?。]*$))"
)
# A hyphen typed for the sign of a long vowel: アンケ-ト.
_HYPHEN = re.compile("(?<=[ァ-ヶｦ-ﾟ])[-‐−–—](?=[ァ-ヶｦ-ﾟ])")
# A reading written behind its kanji, as やさしい日本語 does: 協定(きょうてい).
_READING_BEHIND = re.compile(r"(?<=[一-鿿々])\s?[(（][ぁ-ゖー\s・]+[)）]")
# How a question came in, as a clerk notes it: (電話照会).
_NOTED = re.compile("[（(](?:電話|窓口|メール|来庁)?(?:照会|問い?合わ?せ|より|相談)[)）]")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々]{2,}")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Z0-9]{1,5}(?![A-Za-z])")
_GAP = re.compile("(?<=[一-鿿々ァ-ヶー])[ \u3000]+(?=[一-鿿々ァ-ヶー])")
_QUOTED = re.compile(r"(?<=[“「『\"])[^”」』\"]+(?=[”」』\"])")
# Control and format characters, and surrogates that no text of its own holds.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|[\ud800-\udfff]"
)
# A year that a question names; what was so then is asked, and no date: 人口　令和7年.
_NAMED_YEAR = re.compile("(?:(?:令和|平成|昭和)(?:元|[0-9]{1,2})|[12][0-9]{3})年度?(?=[?？。]?$)")
# What stands behind the place where someone lives or comes from.
_HOME = (
    "(?:[市町村]?民(?:です|だ(?=が|けど|よ|。))"
    "|(?:役場|役所)(?:の(?:新任|職員|者|もの|担当)|に(?:勤め|勤務)|で働)|(?:でし|です|だっ)た?(?:よね|っけ)|まで(?:行|出|来|き)|から(?:お?電話を?)?(?:かけ|掛け)"
    "|で[^、。]{1,8}(?:やって|営んで|働いて|して)(?:い|お)?(?:ます|る|り)"
    "|[にへ](?:出|行|住|い[るたて]|越|引っ?越|移|就職|進学|通|嫁)"
    "|から(?:[^、。]{0,12}[にへで])?(?:通勤|通学|通っ|転入|来|き[たて]|移|引|越|戻|帰|嫁))"
)
# And behind one that a question speaks of by the way.
_ASIDE = (
    f"(?:{_HOME}|(?:、|や)[一-鿿]{{2,4}}(?:、[一-鿿]{{2,4}})*(?:の(?:ほう|方))?[へに]"
    "|の(?:ほう|方)[へに]|(?:など|等)の|だの|のような|みたい[なに]|並み)"
)
# Another town than the one spoken of, which nobody named.
ANOTHER_TOWN = re.compile(
    "(?:違う|別の|ほかの|他の|よその)(?:市|町|村|自治体|圏域)(?:の|は|だと|では)"
)
# A party by the kind of municipality that it is: 村は何を提供する.
_KIND_OF_PARTY = re.compile(
    "(?<![一-鿿])(?P<kind>[町村])(?:側|のほう|の方)?(?:は|が|の役割|の担当|の負担)"
)
# Whose number or address it is that a question gives: 0157-25-1103はどこにつながる番号.
_WHOSE_VALUE = re.compile(
    "(?:どこ|どちら|何課|どの(?:課|係|部署)|誰|だれ)(?:に|へ|の|が|です|[?。]|$)"
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
_LATIN_PLACE = re.compile(
    r"\b(?P<a>[A-Z][a-z]{2,})"
    r"(?:[ -](?:[Cc]ity|[Tt]own|[Vv]illage|shi|cho|machi|[Pp]refecture))\b"
    r"|(?:[Cc]ity of|[Tt]own of|[Tt]hành phố|[Tt]hị trấn)\s+(?P<b>[A-Z][a-z]{2,})"
    r"|\b(?:[Oo]f|[Ii]n|[Ff]or|[Bb]etween|[Aa]nd|[Ww]ith|[Ff]rom|[Aa]t|[Dd]oes|[Dd]id|[Cc]an|[Ww]ill|[Dd]o|[Ii]s|[Hh]as|[Aa]bout|[Tt]o)\s+(?:the\s+)?(?P<c>[A-Z][a-z]{3,})\b"
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
        question = _HYPHEN.sub("ー", _NOTED.sub("", _READING_BEHIND.sub("", said)))
        question = self.speller.katakana_alone(question)
        language = language_of(question)
        standard = self.speller.standard(question, japanese=language in {"ja", "en"})
        standard = self._set_aside(standard)
        translated = self.speller.translated(question) if language != "ja" else ""
        text = f"{standard} {translated}".strip()
        municipalities, documents = places(text, self.catalogue)
        # A day that is named is none that is asked for: 1月25日は？
        said_twice = _NAMED_YEAR.sub(" ", DAY.sub(" ", f"{fold(question)}\n{text}"))
        # Keywords are parted into words one by one: 調印式 日付 holds no 式日.
        parted = standard
        if language == "ja" and _GAP.search(question):
            parted = self._set_aside(self.speller.standard(_GAP.sub("、", question)))
        said_of = _japanese(question, parted, translated)
        said_of = without_regions(said_of, municipalities, self.catalogue.named_regions(text))
        found = terms(without(said_of, municipalities))
        asked = asked_for(without(said_twice, municipalities, " "))
        asking = asking_part(text, found)
        if language == "ja" and asking != text:
            named, of_these = places(asking, self.catalogue)
            if len(documents) != 1 and len(of_these) == 1:
                municipalities, documents = named, of_these
        if language == "ja" and asking != text:
            asked = (
                asked_for(without(_NAMED_YEAR.sub(" ", DAY.sub(" ", asking)), municipalities, " "))
                or asked
            )
        municipalities = self._with_kind(text, municipalities, documents)
        if self.catalogue.of_value(text) and _WHOSE_VALUE.search(text):
            asked = frozenset({"office"})
        if language == "ja":
            homes = [rf"{re.escape(fold(n)[:-1])}[市町村区]?{_HOME}" for n in municipalities]
            told = zip(municipalities, homes, strict=True)
            # A town where somebody lives may be asked about all the same.
            left = [(name, re.sub(home, "", text), home) for name, home in told]
            meant = tuple(
                name
                for name, rest, home in left
                if rest == text
                or re.search(rf"{re.escape(fold(name)[:-1])}[市町村区]?(?:は|が|も)", rest)
            )
            municipalities = meant or municipalities
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
                    (
                        (municipalities or OF_THE_FIELD.search(standard))
                        and _by_the_way(name, f"{question}\n{standard}")
                    )
                    or (municipalities and _is_reading(name, municipalities, question))
                )
            ),
            dates=tuple(find_dates(text.upper())),
            addressed=bool(references_in(normalised(question)) or references_in(standard)),
            smalltalk=bool(vocabulary().smalltalk.search(fold(question)))
            and not self.catalogue.of_thing(text),
            errand=self._errand(fold(question), _sentences_before(asking, text)),
            language=language,
        )

    def _with_kind(
        self, text: str, municipalities: tuple[str, ...], documents: frozenset[str]
    ) -> tuple[str, ...]:
        """The municipalities named, with the party that is only called 村: 村は何を提供する."""
        kind = _KIND_OF_PARTY.search(text)
        if kind is None or len(documents) != 1:
            return municipalities
        meanings = set(self.catalogue.readings[next(iter(documents))].meanings.values())
        meant = sorted(name for name in meanings if name.endswith(kind["kind"]))
        named = len(meant) == 1 and meant[0] not in municipalities
        return (*municipalities, meant[0]) if named else municipalities

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

    def _errand(self, question: str, before: str) -> str:
        """The errand at a town hall that a question is about, where no document names it."""
        found = (match[0] for match in vocabulary().errands.finditer(question))
        # What a sentence before only leads up with (就職活動中です。) is not asked.
        found = (said for said in found if said not in before)
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
            and not (m["a"] and ENGLISH_WORDS.fullmatch(fold(m["a"])))
            and not (m["c"] and (not sounds_japanese(m["c"]) or self.speller.translated(m["c"])))
        ]
        left = without(standard, tuple(set(self.catalogue.municipalities.values())))
        kana = [m["name"] for m in _KANA_TOWN.finditer(standard) if _may_be_town(m["name"])]
        kana = kana if self.speller.knows_places else []
        return tuple(dict.fromkeys([*latin, *kana, *self.catalogue.foreign_places(left)]))


def _may_be_town(kana: str) -> bool:
    """Whether a run of hiragana is no word and no clause: たきかわ, not わたし and not だれがし."""
    found = words(kana)
    plain = len(found) == 1 and found[0].listed and not found[0].place
    leads = found[0].part in {"代名詞", "連体詞", "接続詞", "副詞", "感動詞"}
    ends = found[-1].listed and len(found[-1].surface) > 2
    return not (plain or leads or ends or any(w.surface in _PARTICLES for w in found))


def _sentences_before(asking: str, text: str) -> str:
    """The whole sentences of a question before the part that asks."""
    before = text[: max(text.find(asking), 0)]
    return before[: before.rfind("。") + 1]


def _is_reading(name: str, municipalities: Sequence[str], question: str) -> bool:
    """Whether a name in Latin letters stands before a municipality in brackets: Aotsu (碧津)."""
    towns = "|".join(re.escape(town[:-1]) for town in municipalities)
    behind = rf"{re.escape(name)}[^()（）]{{0,40}}[(（](?:{towns})"
    return name.isascii() and bool(re.search(behind, question))


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
    """The documents that name an office, a number or a thing that stands in place of a town."""
    named = [ids for office, ids in catalogue.offices.items() if office in text]
    offices = set.intersection(*named) if named else set()
    return offices or catalogue.of_value(text) or catalogue.of_thing(text)
