"""Offers that try to look like something else: in a token that calls itself the Dollar, for a price without end."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from eth_abi import encode
from flask.testing import FlaskClient

from frontend.wording.formats import short
from scripts import artifacts
from scripts.parameters import COIN
from scripts.wallet import Call
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import Shop, closed_shop

DEAREST = 2**95 - 1  # that twice it can be paid
MOST = 2**96 - 1  # units


@dataclass(frozen=True)
class Stall:
    """Such a shop, and the token."""

    goods: Goods
    seller: str
    token: str
    dollar: str
    client: FlaskClient

    def pages_of(self, name: str) -> dict[str, str]:
        """Where an offer is to be seen, by path: the list, the shop, itself, and where it is paid."""
        own = self.goods.id(name)
        paths = ("/", f"/shops/{self.seller}", f"/offers/{own}", f"/checkout?offer={own}")
        answers = {path: self.client.get(path) for path in paths}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {path: answer.get_data(as_text=True).replace("\u00a0", " ") for path, answer in answers.items()}


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stall]:
    goods, tokens = Goods(), []

    def furnish(shop: Shop) -> None:
        goods.describe(shop)
        creation = artifacts.compiled("NamedToken").creation
        creation += encode(["string", "string", "uint8"], ["Dollar", "USD", 6])
        tokens.append(str(shop.wallet("deployer").send(Call("", creation))["contractAddress"]))
        goods.publish(shop, ("fake", "Lamp", "台灯"), currency=tokens[0], price=45 * DOLLAR)
        goods.publish(shop, ("giant", "Palace", "宫殿"), currency=COIN, price=DEAREST, cap=MOST)

    with closed_shop(tmp_path_factory.mktemp("stall"), furnish) as shop:
        shop.index_once()
        dollar = shop.book.contracts["Dollar"].address
        yield Stall(goods, shop.people["merchant1"], tokens[0], dollar, shop.app().test_client())


def test_a_token_that_calls_itself_the_dollar(stall: Stall) -> None:
    """It is named by its address, in its smallest unit, and marked; who looks for goods in Dollars does not see it."""
    for path, text in stall.pages_of("fake").items():
        assert "45.00 USD" not in text, path
        assert f"45,000,000 {short(stall.token)}" in text, path
        known = "does not know the currency" if path.startswith("/checkout") else "currency not known to this shop"
        assert known in text, path
    in_dollars = stall.client.get("/", query_string={"currency": stall.dollar}).get_data(as_text=True)
    assert stall.goods.id("fake") not in in_dollars


def test_giant_numbers(stall: Stall) -> None:
    """As they are, to the last digit; who asks for more than there can be finds nothing, or is told what a price is."""
    for path, text in stall.pages_of("giant").items():
        assert "39,614,081,257.132168796771975167 ETH" in text, path
    (offer,) = stall.client.get("/api/v1/offers", query_string={"text": "palace"}).get_json()["items"]
    assert (offer["price"]["amount"], offer["left"]) == (str(DEAREST), str(MOST))
    for digits in (30, 78, 79, 5_000):
        asked = {"currency": COIN, "from": "9" * digits, "to": "9" * digits}
        listed = stall.client.get("/", query_string=asked).get_data(as_text=True)
        assert (stall.goods.id("giant") in listed) == ("A price is a number such as 12.50." in listed)
        quantity = {"offer": stall.goods.id("giant"), "quantity": "9" * digits}
        assert stall.client.get("/checkout", query_string=quantity).status_code == 200
