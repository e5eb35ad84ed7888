"""What is said around the quotes: one place for every sentence, in Japanese, English, Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.catalogue import Catalogue
from assistant.records import Query

if TYPE_CHECKING:
    from assistant.answering.verdicts import Verdict

_JA = {
    "answered": "{understood}についてお答えします。文書には次のように書かれています。",
    "lookup": "{understood}の条文です。",
    "silent": "この質問に答える記載は文書にありませんでした。{lacking}近い記載を下に示します。",
    "lacking": "「{names}」についての記載が見当たりません。",
    "empty": "お調べしましたが、この質問に答える記載は文書にありませんでした。",
    "no_address": "条文の番地を「第6条第3項」「別表1 医療 乙の役割」のように書いてください。",
    "missing": "その条文はありません。{detail}",
    "smalltalk": "このアシスタントは、収めてある文書の記載だけをお答えします。{covered}",
    "foreign": "{detail}についての文書は収めていません。{covered}",
    "documents": "同じ番地が複数の文書にあります。どの文書についてお尋ねですか。",
    "clauses": "その番地は複数の条にあります。どの条についてお尋ねですか。",
    "places": "どの市町村・圏域についてお尋ねですか。名前を添えてもう一度お尋ねください。{covered}",
    "subject": "何についてのお尋ねですか。市町村名や事柄を添えてお尋ねください。{covered}",
    "covered": "収めている文書: {titles}。",
    "range": "{title}は{exists}です。",
    "office": "お問い合わせ先は関連する記載をご覧ください。",
}
_EN = {
    "answered": "On {understood}, the document says:",
    "lookup": "The clause {understood}:",
    "silent": "No passage of the documents answers this. {lacking}The nearest ones are shown.",
    "lacking": "Nothing is said of: {names}. ",
    "empty": "No passage of the documents answers this.",
    "no_address": "This is no address of a clause. Write 第6条第3項 or 別表1 医療 乙の役割.",
    "missing": "There is no such clause. {detail}",
    "smalltalk": "This assistant only quotes the documents it holds. {covered}",
    "foreign": "No document here is about {detail}. {covered}",
    "documents": "Several documents have this address. Which one do you mean?",
    "clauses": "Several articles have such a part. Which article do you mean?",
    "places": "Which municipality or region do you mean? Please name it. {covered}",
    "subject": "What is it about? Please name a municipality or a matter. {covered}",
    "covered": "Documents held: {titles}.",
    "range": "{title}: {exists}.",
    "office": "See the related passages for the office to ask.",
}
_ZH = {
    "answered": "关于{understood}，文件中写道：",
    "lookup": "条文{understood}：",
    "silent": "文件中没有回答这个问题的内容。{lacking}以下是相近的条文。",
    "lacking": "没有关于“{names}”的记载。",
    "empty": "文件中没有回答这个问题的内容。",
    "no_address": "这不是条文的地址。请写成“第6条第3項”或“別表1 医療 乙の役割”。",
    "missing": "没有这一条文。{detail}",
    "smalltalk": "本助手只引用所收录文件的内容。{covered}",
    "foreign": "没有收录关于{detail}的文件。{covered}",
    "documents": "多个文件中有相同的地址。请问是哪一个文件？",
    "clauses": "多个条文中有这一项。请问是哪一条？",
    "places": "请问是哪个市町村或圈域？请写出名称。{covered}",
    "subject": "请问是关于什么的问题？请写出市町村名或事项。{covered}",
    "covered": "收录的文件：{titles}。",
    "range": "{title}：{exists}。",
    "office": "咨询部门请见相关内容。",
}
_LANGUAGES = {"ja": _JA, "en": _EN, "zh": _ZH}


def message(verdict: Verdict, query: Query | None, catalogue: Catalogue) -> str:
    """The sentence or two that stand around an answer's quotes; no fact that is not in them."""
    language = query.language if query else "ja"
    words = _LANGUAGES.get(language, _EN)
    titles = "、".join(r.document.source.title for r in catalogue.readings.values())
    covered = words["covered"].format(titles=titles)
    if verdict.outcome == "answered":
        return words["answered" if query else "lookup"].format(understood=_understood(verdict))
    lacking = words["lacking"].format(names=_named(verdict.detail)) if verdict.detail else ""
    text = words[verdict.reason].format(detail=verdict.detail, covered=covered, lacking=lacking)
    return text.strip()


def _understood(verdict: Verdict) -> str:
    """Where the first quote stands; of several documents where the first of each does."""
    first = {q.document: q for q in reversed(verdict.quotes)}
    if len(first) > 1:
        citations = (
            first[name].citation for name in dict.fromkeys(q.document for q in verdict.quotes)
        )
        return "、".join(citations)
    [quote] = first.values()
    return " › ".join(quote.path) or quote.citation


_KINDS = {
    "telephone": "電話番号",
    "fax": "ファクス番号",
    "mail": "メールアドレス",
    "postcode": "郵便番号",
    "address": "住所",
    "office": "担当部署",
    "when": "日付・期間",
    "person": "氏名",
    "where": "場所",
}


def _named(detail: str) -> str:
    """The names of what is lacking, kinds of fact by their usual words."""
    return "、".join(_KINDS.get(name, name) for name in detail.split("、"))
