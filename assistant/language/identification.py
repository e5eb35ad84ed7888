"""The language of a question, told by its script and signs."""

from __future__ import annotations

import re

ENGLISH_WORDS = re.compile(
    r"\b(?:what|which|who|whom|when|where|how|why|is|are|was|were|do|does|did|can|will|must|the|of|in"
    r"|for|to|and|on|about|tell|please|a|an|it|this|that|with|by)\b"
)
_FEWEST_ENGLISH_WORDS = 2
_SIGNS_OF = {
    "ko": re.compile("[가-힣]"),
    "vi": re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"),
    "zh": re.compile(
        "[这那吗么们谁哪几为请问与签协议连团话负责应该时间呢您你這嗎麼們幾與簽應妳]|是什么|多少|[是的](?:[?？]|什)"
    ),
}


def language_of(text: str) -> str:
    """The language of a question: ja, en, zh, ko or vi, told by its script and signs."""
    lower = text.lower()
    for language, signs in _SIGNS_OF.items():
        if signs.search(lower):
            return language
    latin, kanji = len(re.findall("[a-z]", lower)), len(re.findall("[一-鿿]", text))
    kana = len(re.findall("[ぁ-んァ-ヶｦ-ﾟ]", text))
    english = len(ENGLISH_WORDS.findall(lower)) >= _FEWEST_ENGLISH_WORDS
    if english and latin > kana + kanji:
        return "en"
    return "en" if not kana and latin > 3 * kanji and latin > 2 else "ja"
