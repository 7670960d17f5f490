"""A shop with goods whose journey is told."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from tests.fixtures.pedigree import MILK_GTIN, Pedigree
from tests.fixtures.provenance import Lot
from tests.fixtures.shop import Shop, closed_shop

NBSP = "\N{NO-BREAK SPACE}"
SLASHED = "L/1%&"


@dataclass
class Market:
    """A shop with goods whose journey is told, two producers of one name, and a lot with signs in its name."""

    shop: Shop
    pedigree: Pedigree
    client: FlaskClient

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return " ".join(answer.get_data(as_text=True).replace(NBSP, " ").split())

    def data(self, path: str, block: str) -> dict:
        """What a page gives its modules."""
        return json.loads(re.findall(rf'id="{block}">(.*?)</script>', self.get(path))[0])


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    pedigree = Pedigree()
    with closed_shop(tmp_path_factory.mktemp("goods"), pedigree.furnish) as shop:
        _more(pedigree)
        shop.index_once()
        yield Market(shop, pedigree, shop.app().test_client())


def _more(pedigree: Pedigree) -> None:
    people = pedigree.shop.people
    for role, name in (("dairy", "X-1"), ("stranger", "X-1"), ("dairy", SLASHED)):
        lot = Lot(people[role], name, MILK_GTIN, ("1", "2/3"), b"\0" * 32)
        pedigree.lots[f"{role} {name}"] = lot
        pedigree.send(role, "register", *lot.terms())
    used = Lot(people["dairy"], "Y-1", MILK_GTIN, ("1",), b"\0" * 32)
    pedigree.lots["made"] = used
    inputs, time = [(pedigree.lots["dairy X-1"].id, 1)], pedigree.now()
    pedigree.send("dairy", "transform", inputs, *used.terms(), time)
    pedigree.recall("dairy X-1")
    pedigree.recall("milk", "B5", "B6")
