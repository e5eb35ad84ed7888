"""How fast documents are parsed, and that the time grows in step with their length.

Run with `python benchmarks/parsing.py`. Prints a line a size; exits 1 where one million characters
of an agreement take ten seconds or more, or where time grows faster than length.
"""

# ruff: noqa: E501

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from assistant.documents.crossrefs import located_references
from assistant.documents.parsing import parse
from assistant.language.numerals import to_kanji
from assistant.records import Document, Source

Kind = Literal["agreement", "webpage"]
ROOT = Path(__file__).resolve().parent.parent
SIZES = (125_000, 250_000, 500_000, 1_000_000)
LIMIT_SECONDS = 10.0
# Eight times the text may take so much more than eight times the time: room for noise.
LARGEST_GROWTH = 1.6

_ARTICLE = """（{name}）

第{n}条 甲及び乙は、前条に規定する目的の達成のために定住自立圏を形成し、次条に規定する政策分野の取組において、相互に役割を分担し、連携を図るものとする。

2 前項の規定による取組は、次に掲げるものとする。ただし、甲乙が同意したときは、この限りでない。

(1) 生活機能の強化に係る政策分野（別表1）
(2) 結びつきやネットワークの強化に係る政策分野
  ア 地域公共交通の維持及び確保
  イ 地域の生産者や消費者等の連携による地産地消

3 第1項の規定により必要となる手続又は人員の確保に係る負担については、その都度甲乙協議のうえ定めるものとする。

"""
_PLAIN_ARTICLE = """第{kanji}条　甲及び乙は、圏域の住民が等しく行政サービスを受けられるよう、次条の取組を進める。
　前項の取組は、住民の負担を増やすものであってはならない。ただし、受益者に応分の負担を求めることは、この限りでない。
　甲は、第一項の取組の状況を毎年度公表する。この場合において、乙は、公表に先立って意見を述べることができる。
　一　乙の財政状況
　二　乙の区域における住民の移動の便
　前項の規定にかかわらず、甲は、これを公表しないことができる。
"""
_ROW = """取組{n}	取組内容	圏域住民が安心して必要な医療が受けられるよう、休日・夜間及び専門医の救急医療体制の確保に取り組む。
	甲の役割	乙や関係機関・団体と連携し、救急医療体制の確保に向けて取り組むとともに、乙との情報の共有に取り組む。
	乙の役割	甲や関係機関・団体と連携し、救急医療体制の確保に向けて取り組むとともに、情報共有に協働して取り組む。
"""
_SECTION = """取組のあゆみその{n}

紅葉市は、令和4年11月30日に連携中枢都市宣言を行いました。協約の変更には、双方の議会の議決が必要です。

- 医療の連携
  - 休日の当番医
- 交通の連携

実施期間：令和5年4月1日から令和10年3月31日まで

⇒連携協約その{n}（楓町）（PDF：1,004KB）

市町名	人口	世帯数
紅葉市	203,118人	91,420世帯
楓町	14,907人	5,871世帯

お問い合わせ
企画部広域政策課
電話：020-111-2222

"""
_HEAD = "定住自立圏の形成に関する協定書\n\n岩見沢市（以下「甲」という。）と美唄市（以下「乙」という。）は、次のとおり協定を締結する。\n\n"


def _repeated(size: int, head: str, part: Callable[[int], str]) -> str:
    parts, length, n = [head], len(head), 0
    while length < size:
        n += 1
        parts.append(part(n))
        length += len(parts[-1])
    return "".join(parts)[:size]


def articles(size: int) -> str:
    """An agreement of numbered paragraphs, items and sub-items."""
    return _repeated(size, _HEAD, lambda n: _ARTICLE.format(name=f"取組その{n}", n=n))


def unnumbered(size: int) -> str:
    """An agreement in kanji numerals whose paragraphs carry no number."""
    return _repeated(size, _HEAD, lambda n: _PLAIN_ARTICLE.format(kanji=to_kanji(n % 9999 or 1)))


def tables(size: int) -> str:
    """An agreement of one article and very many appended tables."""
    head = _HEAD + "第1条 取組は、別表のとおりとする。\n\n令和7年3月26日\n\n"
    return _repeated(
        size,
        head,
        lambda n: (f"\n別表{n // 8 + 1}\n\n1 医療\n\n" if n % 8 == 1 else "") + _ROW.format(n=n),
    )


def loose(size: int) -> str:
    """Sentences without any article."""
    return _repeated(size, _HEAD, lambda n: f"第{n}条の規定により、甲及び乙は協議{n}を行う。\n\n")


def page(size: int) -> str:
    """A web page with headings, lists, definitions, files, tables and contact blocks."""
    return _repeated(size, "もみじ連携中枢都市圏\n\n", lambda n: _SECTION.format(n=n))


def block(size: int) -> str:
    """A web page of one block: paragraph upon paragraph without a blank line."""
    return _repeated(
        size,
        "もみじ連携中枢都市圏\n\n",
        lambda n: f"紅葉市は、令和4年に連携中枢都市宣言その{n}を行いました。\n",
    )


def seed(size: int) -> str:
    """The agreement of the corpus, again and again."""
    text = (ROOT / "corpus" / "iwamizawa-bibai.txt").read_text(encoding="utf-8")
    return _repeated(size, "", lambda _: text + "\n\n")


SHAPES: tuple[tuple[str, Kind, Callable[[int], str]], ...] = (
    ("agreement: articles", "agreement", articles),
    ("agreement: unnumbered, kanji", "agreement", unnumbered),
    ("agreement: tables", "agreement", tables),
    ("agreement: no articles", "agreement", loose),
    ("agreement: the seed repeated", "agreement", seed),
    ("web page", "webpage", page),
    ("web page: one block", "webpage", block),
)


def document(kind: Kind, text: str) -> Document:
    """A document of a kind with this text and nothing known of it."""
    return Document(Source("benchmark", "benchmark.txt", "もみじ連携中枢都市圏", kind, ""), text)


def seconds(work: Callable[[], object]) -> float:
    """The wall-clock time of one run."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(name: str, sizes: Sequence[int], works: Sequence[Callable[[], object]]) -> list[float]:
    """Print the seconds of each work, and by how much time outgrew length."""
    times = [seconds(work) for work in works]
    growth = times[-1] / times[0] / (sizes[-1] / sizes[0])
    print(f"{name:32}" + "".join(f"{t:12.2f}" for t in times) + f"{growth:9.2f}", flush=True)
    return [*times, growth]


def benchmark(name: str, kind: Kind, make: Callable[[int], str], sizes: Sequence[int]) -> bool:
    """Print a line for the tree and one for the references; whether both keep up."""
    documents = [document(kind, make(size)) for size in sizes]
    *times, growth = measure(name, sizes, [partial(parse, d) for d in documents])
    roots = [parse(d).root for d in documents]
    pairs = zip(documents, roots, strict=True)
    works = [partial(located_references, d.text, root) for d, root in pairs]
    *_, reference_growth = measure("  its references", sizes, works)
    fast = kind == "webpage" or sizes[-1] > SIZES[-1] or times[-1] < LIMIT_SECONDS
    return fast and max(growth, reference_growth) <= LARGEST_GROWTH


def main(arguments: list[str]) -> int:
    """Print two lines a shape (those whose name holds the argument); 1 where a limit is broken."""
    wanted = [shape for shape in SHAPES if not arguments or arguments[0] in shape[0]]
    print(f"{'seconds for':32}" + "".join(f"{size:>12,}" for size in SIZES) + "   growth")
    kept = [benchmark(name, kind, make, SIZES) for name, kind, make in wanted]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
