"""A question and the turns before it to a Query: places, parties, addresses, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.catalogue import Catalogue
from assistant.answering.lookup import references_in
from assistant.answering.vocabulary import vocabulary
from assistant.errors import QuestionError
from assistant.language.eras import find_dates
from assistant.language.tokens import content_words, fold
from assistant.records import Query

LONGEST_QUESTION = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FOLLOWS_ON = re.compile(
    r"^(?:では|じゃあ|それ|その|そこ|じゃ|で、|あと|また|ほか|他に|and |what about|how about|那|그럼|còn)"
    r"|(?:の方|のほう)?は[?？]?$|の場合は[?？]?$"
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


def understand(
    question: str, catalogue: Catalogue, earlier: Sequence[Query] = (), source: str | None = None
) -> Query:
    """What a question asks, with what is missing taken from the turn before.

    Raises:
        QuestionError: see `checked`.
    """
    text = checked(question)
    query = _alone(text, catalogue, source)
    return query


def _alone(text: str, catalogue: Catalogue, source: str | None) -> Query:
    folded = fold(text)
    asked = frozenset(k for k, pattern in vocabulary().asked.items() if pattern.search(folded))
    municipalities, documents = _places(folded, catalogue)
    if source is not None:
        documents = frozenset({source})
    return Query(
        question=text,
        text=text,
        words=tuple(dict.fromkeys(content_words(text))),
        asked=asked,
        documents=documents,
        municipalities=municipalities,
        foreign=() if municipalities else catalogue.foreign_places(text),
        dates=tuple(find_dates(text)),
        addressed=bool(references_in(text)),
        smalltalk=bool(vocabulary().smalltalk.search(folded)),
        language=_language(text),
    )


def _places(folded: str, catalogue: Catalogue) -> tuple[tuple[str, ...], frozenset[str]]:
    """The municipalities that a question names, and the documents that treat all of them."""
    left, named = folded, {}
    documents: set[str] | None = None
    for form, ids in sorted(catalogue.regions.items(), key=lambda kv: (-len(kv[0]), kv[0])):
        if form in left:
            documents = set(ids) if documents is None else (documents & ids or documents | ids)
            left = left.replace(form, " ")
    for form, name in sorted(catalogue.municipalities.items(), key=lambda kv: (-len(kv[0]), kv[0])):
        if form in left:
            named[name] = folded.index(form)
            left = left.replace(form, " ")
    for name in named:
        own, mentions = catalogue.documents_of(name)
        own = own or mentions
        documents = own if documents is None else (documents & own or documents | own)
    ordered = tuple(sorted(named, key=lambda n: named[n]))
    return ordered, frozenset(documents or ())


def _language(text: str) -> str:
    if re.search(r"[ぁ-んァ-ヶｦ-ﾟ]", text):
        return "ja"
    if re.search(r"[가-힣]", text):
        return "ko"
    if re.search(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", text.lower()):
        return "vi"
    if re.search(r"[这那吗么们什谁哪几为请问与签协议连携团电话负责应该时间]", text):
        return "zh"
    if not re.search(r"[一-鿿]", text) and re.search(r"[a-z]{3}", text.lower()):
        return "en"
    return "ja"
