"""Kana in Latin letters (Hepburn) and in hangul (National Institute of Korean Language, 1986)."""

from __future__ import annotations

import re

_ROWS = {
    "": ("ア", "イ", "ウ", "エ", "オ"), "k": ("カ", "キ", "ク", "ケ", "コ"),
    "s": ("サ", "", "ス", "セ", "ソ"), "t": ("タ", "", "", "テ", "ト"),
    "n": ("ナ", "ニ", "ヌ", "ネ", "ノ"), "h": ("ハ", "ヒ", "", "ヘ", "ホ"),
    "m": ("マ", "ミ", "ム", "メ", "モ"), "y": ("ヤ", "", "ユ", "", "ヨ"),
    "r": ("ラ", "リ", "ル", "レ", "ロ"), "w": ("ワ", "", "", "", ""),
    "g": ("ガ", "ギ", "グ", "ゲ", "ゴ"), "z": ("ザ", "", "ズ", "ゼ", "ゾ"),
    "d": ("ダ", "", "", "デ", "ド"), "b": ("バ", "ビ", "ブ", "ベ", "ボ"),
    "p": ("パ", "ピ", "プ", "ペ", "ポ"),
}  # fmt: skip
_LATIN = {
    k: row + v for row, kana in _ROWS.items() for k, v in zip(kana, "aiueo", strict=True) if k
}
_LATIN |= {
    "シ": "shi",
    "チ": "chi",
    "ツ": "tsu",
    "フ": "fu",
    "ジ": "ji",
    "ヂ": "ji",
    "ヅ": "zu",
    "ヲ": "o",
    "ン": "n",
}
_GLIDES = {"ャ": "a", "ュ": "u", "ョ": "o"}
_LONG_VOWEL = re.compile(r"(?<=o)u|(?<=u)u|(?<=o)o|ー")

_VOWELS = {
    "a": "ㅏ",
    "i": "ㅣ",
    "u": "ㅜ",
    "e": "ㅔ",
    "o": "ㅗ",
    "ya": "ㅑ",
    "yu": "ㅠ",
    "yo": "ㅛ",
    "wa": "ㅘ",
}
_CONSONANTS = ["", *"kstnhfmyrwgzjdbp", "sh", "ch", "ts"]
_FIRST = dict(zip(_CONSONANTS, "ㅇㄱㅅㄷㄴㅎㅎㅁㅇㄹㅇㄱㅈㅈㄷㅂㅍㅅㅈㅆ", strict=True))
_LATER = _FIRST | {"k": "ㅋ", "t": "ㅌ", "ch": "ㅊ"}
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL_N, _FINAL_S = 4, 19
_SYLLABLE = re.compile(r"(?P<c>sh|ch|ts|[kstnhfmyrwgzjdbp]?)(?P<v>[aiueo])")


def to_latin(katakana: str) -> str:
    """Hepburn without marks for long vowels.

    >>> to_latin("イワミザワ"), to_latin("サッポロ"), to_latin("コウフ"), to_latin("トウベツ")
    ('iwamizawa', 'sapporo', 'kofu', 'tobetsu')
    """
    return _LONG_VOWEL.sub("", _spelled(katakana))


def _spelled(katakana: str) -> str:
    out = ""
    doubled = False
    for sign in katakana:
        if sign == "ッ":
            doubled = True
            continue
        if sign in _GLIDES:
            out = out.removesuffix("i")
            out += _GLIDES[sign] if out.endswith(("sh", "ch", "j")) else "y" + _GLIDES[sign]
            continue
        syllable = _LATIN.get(sign, "ー" if sign == "ー" else "")
        out += (("t" if syllable.startswith("ch") else syllable[:1]) if doubled else "") + syllable
        doubled = False
    return out


def to_hangul(katakana: str) -> str:
    """The Korean spelling of a Japanese name; long vowels are not written.

    >>> to_hangul("サッポロ"), to_hangul("ビバイ"), to_hangul("キタミ"), to_hangul("コウフ")
    ('삿포로', '비바이', '기타미', '고후')
    """
    parts: list[list[int]] = []
    stop = False
    previous = ""
    for sign in re.findall(r"[ァ-ヴ][ャュョ]?|ー", katakana):
        if sign == "ッ" and parts:
            parts[-1][2] = _FINAL_S
            stop = True
            continue
        if sign == "ン" and parts:
            parts[-1][2] = _FINAL_N
            continue
        spelled = _spelled(sign)
        match = _SYLLABLE.fullmatch(spelled) or re.fullmatch(
            r"(?P<c>[kstnhmrgbpjcz]h?)(?P<v>y?[auo])", spelled
        )
        if match is None or (
            match["c"] == "" and previous and previous[-1] + match["v"] in {"ou", "uu", "oo"}
        ):
            continue
        table = _LATER if parts and not (stop and match["c"] not in "kst") else _FIRST
        vowel = _VOWELS.get(match["v"], _VOWELS["a"])
        if match["c"] in {"y", "w"}:
            vowel = _VOWELS[match["c"] + match["v"]]
        if match["c"] == "ts" or (match["c"] in {"s", "z"} and match["v"] == "u"):
            vowel = "ㅡ"
        parts.append([_INITIALS.index(table[match["c"]]), _MEDIALS.index(vowel), 0])
        previous, stop = spelled, False
    return "".join(chr(0xAC00 + (a * 21 + b) * 28 + c) for a, b, c in parts)


def sounds_japanese(word: str) -> bool:
    """Whether a word in Latin letters is made of the syllables of Japanese.

    >>> sounds_japanese("Tomakomai"), sounds_japanese("Berlin")
    (True, False)
    """
    syllables = set(_LATIN.values()) | {
        glide + vowel
        for glide in ("ky", "sh", "ch", "ny", "hy", "my", "ry", "gy", "j", "by", "py")
        for vowel in "auo"
    }
    longest_first = "|".join(sorted(syllables, key=lambda s: (-len(s), s)))
    return bool(re.fullmatch(rf"(?:(?:{longest_first})(?:[kstp](?=[kstpc]))?)+", word.lower()))
