"""What speaks for each chunk of the index, as numbers: one row a chunk, one column a signal."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from assistant.answering.deeds import Deed, asked_deeds, match
from assistant.answering.labels import squeeze
from assistant.answering.postings import pairs
from assistant.answering.searcher import Searcher
from assistant.answering.terms import without
from assistant.language.ordinals import ordinals
from assistant.records import Query, Term
from assistant.search import dense, sparse

_LONGEST_LABEL = 12
_ASKED_TERM = re.compile(
    r"[「『]?(?P<term>[^、。「」『』?？\s]{2,24}?)[」』]?(?:とは|って(?=、?(?:何|なん|なに|ど|そもそも|[?？]|$))|という(?:の|言葉|用語|もの)(?:は|って)|の(?:意味|定義|目的)|は、?(?:何|なに|なん|どのよう|どういう|どんな|どうやって))"
)
_ASKS_EXCEPTION = re.compile(
    "但し|ただし|軽微|ちょっとした|ささいな|些細な|(?:小さな|細かい)(?:変更|修正|直し)|字句|誤字|例外|によらず|に(?:かかわ|関わ)らず|別[のに]|特例|同意|合意|納得|ずら|早め|もっと早く|早くは?(?:でき|なら)|延ば|前倒し|待たず|待たない|繰り上げ|縮め|短く|未満"
    "|より(?:前|早く)|[日年]以外|other than|earlier|sooner|exception|unless"
    "|(?:だけ|のみ)(?:を|が)?[^。、]{0,6}(?:変|直|改|とき|時|場合|でも)"
)
_ASKS_AGENT = re.compile(
    "(?:誰|だれ|どこ|どなた|どちら|(?:どの|何という|どこの)[^がは、]{1,8})が|主体"
    "|which (?:city|town|body)|によって(?:作|策定)"
)
_ASKS_DONE = re.compile(
    "(?:した|んだ|った|いた|れた|ました)(?:の|ん|か|っけ|こと|日|時|場|事|[?。]|$)"
)
# What is so with an exception is not answered by the exception; a yes or no may be.
_OPEN = frozenset({"when", "how_many", "list", "procedure"})
# What would be done asked, and a rule for such a case: 変えたいときは, 変更しようとするときは.
_SUPPOSES = re.compile(
    "(?:たい|たく|たければ|[うくすつぬぶむる]|た)(?:とき|時|場合|際)|たいん?(?:だ|です)?(?:が|けど)|たければ"
    "|(?:[うくすつぬぶむる])には(?!どこ|いつ|誰)|(?:(?<!いっ)(?<!言っ)(?<!どうし)たら|すると)(?!い[いけ])|する(?:手続|方法|手順)"
)
_RULES_ON_CASE = re.compile(
    "(?m:^この場合)|(?:よう(?:と)?(?:する|した)|[うくすつぬぶむる]|た)(?:とき|時|場合)(?:は|に)"
)
_ASKS_REST = re.compile("その他|以外|のほか|ほかに|他に|入らない|含まれない")
# What is a municipality's own in a document that several share.
_OWN = (
    "(?:代表(?!電)|首長|役割|役目|務め|つとめ|側の務め|受け?持ち|持ち分|担当|仕事|住所|所在|番地"
    "|電話|郵便番号)"
)
_KIND_OF_PARTY = re.compile(
    rf"(?<![一-鿿])(?P<kind>[市町村区])(?:側|のほう|の方)?(?:の{_OWN}|(?:は|が)、?(?:何|なに|どんな|どの))"
)
_LETTER = re.compile("(?<![一-鿿])[甲乙丙丁](?![一-鿿])")
# Words of one who asks after the rules of an agreement.
_RULED = re.compile(r"協定(?!式|締結|を(?:結|締結)|が(?:結|締結)|の締結)|条文|[甲乙](?![一-鿿])")


def signals(query: Query, searcher: Searcher) -> dict[str, np.ndarray]:
    """Every signal by name, each of shape (chunks,)."""
    # Places have chosen the documents; in them they would only lead to preambles and signatures.
    matter = without(query.text, query.municipalities) if query.documents else query.text
    meaning = dense.scores(searcher.index.dense, searcher.encoder.encode_query(query.text))
    words = sparse.scores(
        searcher.index.sparse, sorted({w for term in query.terms for w in term.forms})
    )
    grouped = [Term(p, frozenset({p}), own=frozenset({p})) for p in dict.fromkeys(pairs(matter))]
    found = {
        "dense": _z(meaning),
        "sparse": _z(words),
        "words_text": searcher.words_of_text.share(query.terms),
        "words_all": searcher.words_of_all.share(query.terms),
        "pairs_text": searcher.pairs_of_text.share(grouped),
        "pairs_all": searcher.pairs_of_all.share(grouped),
        "shape": _shape(query, searcher),
        **_by_chunk(query, searcher),
        **searcher.fixed,
    }
    # What was done is not told by saying what a thing is.
    found["defines"] *= float(
        "definition" not in query.asked and bool(_ASKS_DONE.search(query.text))
    )
    if "file" in query.asked:
        found["file"] = -found["file"]
    if asks_exception(query):
        found["proviso"] = -found["proviso"]
    elif "yes_no" in query.asked and not query.asked & _OPEN:
        found["proviso"] = 0 * found["proviso"]
    if _ASKS_REST.search(query.text):
        found["other"] = -found["other"]
    return found


def _z(values: np.ndarray) -> np.ndarray:
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))


def _shape(query: Query, searcher: Searcher) -> np.ndarray:
    kinds = [kind for kind in sorted(query.asked) if kind in searcher.shapes]
    if not kinds:
        return np.zeros(len(searcher.texts))
    return np.asarray(np.mean([searcher.shapes[kind] for kind in kinds], axis=0))


def _by_chunk(query: Query, searcher: Searcher) -> dict[str, np.ndarray]:
    asked = squeeze(query.text)
    one = party_meant(query)
    wanted = set(ordinals(query.text))
    # 組合が解散したのは何年 asks of a deed and defines nothing.
    asked_terms = [m["term"] for m in _ASKED_TERM.finditer(query.text)]
    terms = [term for term in asked_terms if not term.endswith(("の", "日", "時期"))]
    # Of several deeds the last is the question's own: 回答する人をどう選んだ asks of choosing.
    acts = asked_deeds(without(query.text, query.municipalities))
    named = {name: _named_beside(query, searcher, name) for name in searcher.catalogue.readings}
    wants_agent = bool(acts and _ASKS_AGENT.search(query.text))
    letter = letter_meant(query)
    # Each by whether a question asks for it at all: what it does not is not looked for.
    rules: dict[str, tuple[bool, Callable[[int], float]]] = {
        "label": (True, lambda i: _label(searcher.labels[i], asked)),
        "column": (True, lambda i: _column(query, one, letter, searcher, i)),
        "deed": (bool(acts), lambda i: match(acts[-1:], searcher.deeds[i])),
        "agent": (wants_agent, lambda i: _agent(acts, searcher.deeds[i])),
        "topic": (bool(terms), lambda i: _topic(terms, searcher.topics[i])),
        "place": (any(named.values()), lambda i: _place(named[searcher.sources[i]], searcher, i)),
        "ordinal": (bool(wanted), lambda i: _ordinal(wanted, searcher.numbered[i])),
    }
    count = len(searcher.texts)
    found = {
        name: np.array([rule(i) for i in range(count)], float) if asks else np.zeros(count)
        for name, (asks, rule) in rules.items()
    }
    supposes = bool(_SUPPOSES.search(query.text))
    return {
        **found,
        "bound": np.array(searcher.agreements, float) * asks_rule(query),
        "case": searcher.matching(_RULES_ON_CASE).astype(float) * supposes,
    }


def asks_exception(query: Query) -> bool:
    """Whether a question is after what may be otherwise: 通告から2年待たずに終われるか."""
    return bool(_ASKS_EXCEPTION.search(f"{query.text}\n{query.question.lower()}"))


def asks_rule(query: Query) -> bool:
    """Whether a question is after what an agreement rules: 協定をやめるには, 乙の役割."""
    return bool(_RULED.search(query.text))


def is_subject(name: str, text: str) -> bool:
    """Whether a sentence is about one municipality's part, not about two joined by と."""
    form = rf"{re.escape(name[:-1])}[市町村区]?"
    return bool(
        re.search(
            rf"(?<![や・び])(?:(?<!と)|(?<=だと)){form}(?:のほう|の方|の?側)?(?:は|が|の{_OWN}|を代表|(?:役割|役目))",
            text,
        )
    )


def party_meant(query: Query) -> str:
    """The one municipality whose part a question asks about; empty where there is none."""
    if len(query.municipalities) == 1:
        return query.municipalities[0]
    said = [name for name in query.municipalities if is_subject(name, query.text)]
    # 村の役割 where one of those named is a village.
    kind = _KIND_OF_PARTY.search(query.text)
    if not said and kind:
        said = [name for name in query.municipalities if name.endswith(kind["kind"])]
    return said[0] if len(said) == 1 else ""


def letter_meant(query: Query) -> str:
    """The one party that a question names by its letter: 消防に関し甲が担う役割; empty for none."""
    letters = set(_LETTER.findall(query.text))
    return letters.pop() if len(letters) == 1 else ""


def _label(labels: list[str], asked: str) -> float:
    """How long the longest label is that the question says in full."""
    said = [len(label) for label in labels if len(label) > 1 and label in asked]
    return min(max(said, default=0), _LONGEST_LABEL) / _LONGEST_LABEL


def _column(query: Query, municipality: str, letter: str, searcher: Searcher, i: int) -> float:
    """Whether a cell is in the column that the question means: a party's role, or the content."""
    column, party = searcher.columns[i], searcher.parties[i]
    if not column:
        return 0.0
    if (len(column) > 1 and column in query.text) or (letter and column.startswith(letter)):
        return 1.0
    if letter:
        return -0.5 if party else 0.0
    named = [c for c in ("甲の役割", "乙の役割") if c in query.text]
    wants_party = bool(named) or (bool(municipality) and not query.asked & {"list"})
    if not wants_party:
        return 0.0 if party else 0.5
    if party and not named and party == municipality:
        return 0.9
    return -0.5 if party else 0.0


def _agent(acts: Sequence[Deed], told: Sequence[Deed]) -> float:
    """Whether a sentence says who does what is asked: 誰が作る and 北見市が策定する."""
    return float(match(acts[-1:], [deed for deed in told if deed.by]) > 0)


def _topic(terms: list[str], topic: str) -> float:
    """Whether a sentence says of an asked term what it is; of part of the term counts for less."""
    if not topic:
        return 0.0
    if any(
        topic == term or (term.endswith(topic) and len(topic) > len(term) - 2) for term in terms
    ):
        return 1.0
    return 0.4 if any(topic in term or term in topic for term in terms) else 0.0


def _named_beside(query: Query, searcher: Searcher, source: str) -> list[str]:
    """The municipalities that a question names beside a document's own.

    All of a region named together say which region is meant, and nothing of one of them.
    """
    reading = searcher.catalogue.readings[source]
    bound = {reading.document.source.municipality, *(b.meaning for b in reading.bindings)}
    named = [m for m in query.municipalities if m not in bound]
    whole = set(reading.document.source.members) <= {*named, *bound}
    return [] if whole else named


def _place(named: Sequence[str], searcher: Searcher, i: int) -> float:
    """The share of some municipalities that a chunk speaks of."""
    if not named:
        return 0.0
    chunk = searcher.index.chunks[i]
    said = sum(m in chunk.text or m[:-1] in chunk.context.split(" › ", 1)[-1] for m in named)
    return said / len(named)


def _ordinal(wanted: set[str], here: frozenset[str]) -> float:
    """第2期 asked, 第1期 said: not the same thing."""
    return 1.0 if wanted & here else (-1.0 if here else 0.0)
