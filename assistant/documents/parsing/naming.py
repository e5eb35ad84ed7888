"""What the parts of a page are called: 第2段落 by place, 診療時間〔2〕 where a name returns."""

from __future__ import annotations

from assistant.documents.parsing.cells import same_label
from assistant.documents.parsing.drafts import UNADDRESSED, Draft


def name_parts(page: Draft) -> None:
    """Give every part of a page, which is changed in place, its label, each its own."""
    _name_units(page)
    _number_alike(page)


def _number_alike(draft: Draft) -> None:
    """Number anew the parts beside each other of which one was told apart by its number."""
    alike: dict[str, list[Draft]] = {}
    for child in draft.children:
        _number_alike(child)
        if child.kind not in UNADDRESSED:
            alike.setdefault(same_label(child.label), []).append(child)
    for label, children in alike.items():
        if len(children) > 1 and any(child.label != label for child in children):
            for place, child in enumerate(children, 1):
                child.label = f"{label}〔{place}〕" if place > 1 else label


def _name_units(draft: Draft) -> None:
    """Number the paragraphs and the items under each heading; a lone one takes its address."""
    for kind, label in (("paragraph", "段落"), ("item", "項目")):
        units = [child for child in draft.children if child.kind == kind]
        for place, child in enumerate(units, 1):
            child.label, child.number = f"第{place}{label}", str(place)
    for child in draft.children:
        _name_units(child)
    named = [child for child in draft.children if child.kind not in UNADDRESSED]
    if draft.kind == "section" and len(named) == 1 and named[0].kind in {"paragraph", "item"}:
        only = named[0]
        if not only.children and draft.children[0] is only and len(draft.children) == 1:
            draft.body, draft.children = only.body, []
