"""A market, and storefronts that pay for what shoppers sign; asking them."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from frontend import config
from frontend.api.openapi import document
from frontend.app import create_app
from frontend.relay.service import KEY, Relay
from frontend.web import limits
from scripts.parameters import DAY
from scripts.terms import Order, Record
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, until
from tests.fixtures.signed_documents import Body, Hand

GWEI = 10**9


@dataclass
class Counter:
    """A market, and storefronts that pay for what shoppers sign, or do not."""

    shop: Shop
    goods: Goods
    hand: Hand
    salt: int = 1_000

    def open(self, **environment: str) -> FlaskClient:
        """A storefront of its own process, over the same stores."""
        app = create_app(config.load(self.shop.environment() | environment))
        limits.limiter.reset()
        return app.test_client()

    def order(self, buyer: str = "shopper1", name: str = "lamp") -> Order:
        """An order that nobody has paid."""
        self.salt += 1
        account = self.shop.people[buyer]
        return Order(self.goods.offers[name], account, account, 1, salt=self.salt.to_bytes(32, "big"))

    def bought(self, buyer: str = "") -> Order:
        """One that was paid in coin."""
        self.salt += 1
        order = Order(
            self.goods.offers["teapot"], buyer or self.shop.people["shopper1"], self.shop.people["shopper1"], 1
        )
        order = order._replace(salt=self.salt.to_bytes(32, "big"))
        self.shop.send("shopper1", self.shop.market.call("pay", order, value=order.total))
        return order

    def record(self, order: Order) -> Record:
        return self.shop.market.records([self.shop.market.order_id(order)])[0]

    def coin(self, role: str) -> int:
        return self.shop.web3.eth.get_balance(self.shop.people[role])

    def dollars(self, role: str) -> int:
        dollar = self.shop.book.contract(self.shop.web3, "Dollar")
        return int(dollar.functions.balanceOf(self.shop.people[role]).call())

    def nonce(self) -> int:
        return self.shop.web3.eth.get_transaction_count(self.shop.people["storefront"])

    def mine(self) -> None:
        self.shop.node.rpc("evm_mine")


def post(client: FlaskClient, body: Body, status: int, language: str = "en") -> Any:
    answer = client.post("/api/v1/signed", json=body, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.get_data(as_text=True)
    said = answer.get_json()
    assert set(said) == {"error"} or _fits(said, "Outcome")
    return said


def look(client: FlaskClient, id_: str) -> Any:
    answer = client.get(f"/api/v1/signed/{id_}")
    assert answer.status_code in (200, 202), answer.get_data(as_text=True)
    return answer.get_json()


def ended(client: FlaskClient, id_: str) -> Any:
    """The same once it is more than sent: a node mines a moment after it has said that it will."""
    until(lambda: look(client, id_)["status"] != "sent")
    return look(client, id_)


def kept(client: FlaskClient, seller: str, **wanted: str) -> Any:
    answer = client.get("/api/v1/signed", query_string={"seller": seller, **wanted})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert _fits(answer.get_json(), "SignedList")
    return answer.get_json()


def relay(client: FlaskClient) -> Relay:
    found = client.application.extensions[KEY]
    assert isinstance(found, Relay)
    return found


def spent(client: FlaskClient, counter: Counter) -> int:
    """What this day has cost, in gwei."""
    return relay(client)._ledger.spent(counter.hand.now // DAY)


def _fits(said: Any, schema: str) -> bool:
    described = {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    Draft202012Validator(described).validate(said)
    return True
