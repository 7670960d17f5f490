"""Choosing a variant: for every option of a listing its values, each leading to the offer that has it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontend.index.rows import Offer

Text = dict[str, str]


@dataclass(frozen=True)
class Value:
    """A value of an option: the offer it leads to, and whether that is this one, or sold out."""

    text: Text
    offer: Offer
    current: bool

    @property
    def sold_out(self) -> bool:
        return not self.offer.left


@dataclass(frozen=True)
class Option:
    """What can be chosen; `name` is empty where a listing's offers do not name their options alike."""

    name: Text
    values: list[Value]


def options(shown: Offer, variants: Sequence[Offer]) -> list[Option]:
    """The options of an offer's listing; none where there is nothing to choose.

    A value leads to the variant that is most like this one beside it, one in stock before one that is sold out.
    """
    there = _once_each(shown, variants)
    if len(there) < 2:
        return []
    names = [choice["name"] for choice in _variant(shown)]
    if not names or any([choice["name"] for choice in _variant(one)] != names for one in there):
        return [Option({}, [Value(_title(one), one, one.id == shown.id) for one in there])]
    return [_option(shown, there, place, name) for place, name in enumerate(names)]


def _option(shown: Offer, there: Sequence[Offer], place: int, name: Text) -> Option:
    mine = _key(shown)[place]
    values: dict[str, Text] = {_key(one)[place]: _variant(one)[place]["value"] for one in there}
    return Option(name, [Value(text, _best(shown, there, place, key), key == mine) for key, text in values.items()])


def _best(shown: Offer, there: Sequence[Offer], place: int, key: str) -> Offer:
    """Of the variants with this value the one that is most like the one that is shown."""
    mine = _key(shown)
    if key == mine[place]:
        return shown
    having = [one for one in there if _key(one)[place] == key]
    return max(having, key=lambda one: (sum(a == b for a, b in zip(_key(one), mine, strict=True)), one.left > 0))


def _once_each(shown: Offer, variants: Sequence[Offer]) -> list[Offer]:
    """One offer of each variant: the one that is shown, or else one in stock, or else the latest."""
    best: dict[tuple[str, ...], Offer] = {}
    for one in [*variants, shown]:
        known = best.get(_key(one))
        if known is None or one.id == shown.id or (known.id != shown.id and (one.left > 0 or not known.left)):
            best[_key(one)] = one
    return list(best.values())


def _key(offer: Offer) -> tuple[str, ...]:
    return tuple(json.dumps(choice["value"], sort_keys=True) for choice in _variant(offer)) or (_named(offer),)


def _named(offer: Offer) -> str:
    return json.dumps(offer.document.get("title", {}), sort_keys=True)


def _variant(offer: Offer) -> list[dict[str, Any]]:
    return list(offer.document.get("variant", []))


def _title(offer: Offer) -> Text:
    values = [choice["value"] for choice in _variant(offer)]
    titles: Text = offer.document.get("title", {})
    if not values:
        return titles
    return {code: " · ".join(value.get(code, next(iter(value.values()))) for value in values) for code in titles}
