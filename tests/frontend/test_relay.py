"""The relay: what shoppers sign is sent once, paid by the storefront, within limits; confirmations wait for sellers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.relay.service import KEY, Relay
from frontend.web import limits
from scripts.terms import Order, Record, Status
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop, closed_shop
from tests.fixtures.signed_documents import Body, Hand

ROLE = {"HANDOVER_RELAY_ROLE": "storefront"}


@dataclass
class Counter:
    """A storefront that pays for what shoppers sign, or does not."""

    shop: Shop
    goods: Goods
    hand: Hand
    salt: int = 1_000
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, **environment: str) -> FlaskClient:
        app = create_app(config.load(self.shop.environment() | environment))
        limits.limiter.reset()
        return app.test_client()

    def order(self, name: str = "lamp", buyer: str = "shopper1") -> Order:
        """An order that nobody has paid."""
        self.salt += 1
        account = self.shop.people[buyer]
        return Order(self.goods.offers[name], account, account, 1, salt=self.salt.to_bytes(32, "big"))

    def bought(self, name: str = "teapot") -> Order:
        """One that its buyer paid in coin."""
        self.salt += 1
        return buy(self.shop, self.goods.offers[name], "shopper1", self.salt)

    def record(self, order: Order) -> Record:
        return self.shop.market.sale(self.shop.market.order_id(order)).record

    def coin(self, role: str) -> int:
        return self.shop.web3.eth.get_balance(self.shop.people[role])

    def relay(self, client: FlaskClient) -> Relay:
        found = client.application.extensions[KEY]
        assert isinstance(found, Relay)
        return found


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("relay"), goods.furnish) as shop:
        shop.index_once()
        yield Counter(shop, goods, Hand(shop.market, shop.node.rpc))


def send(client: FlaskClient, body: Body, status: int) -> Any:
    answer = client.post("/api/v1/signed", json=body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def test_default_behavior(counter: Counter) -> None:
    client = counter.client(**ROLE)
    order = counter.order()
    before = counter.coin("shopper1")
    sent = send(client, counter.hand.pay([order]), 202)
    assert sent["status"] == "sent"
    assert counter.record(order).status == Status.AWAITING_SHIPMENT
    assert counter.coin("shopper1") == before
