"""A merchant in front of his dashboard, and a market with an order in every status."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from frontend import sign_in
from frontend.web import limits
from scripts.terms import Status
from tests.fixtures.goods import Goods, trade_into_every_status
from tests.fixtures.shop import Shop, closed_shop

TERMS = {"currency": "USD", "arbiter": "none", "return_policy": "Within 14 days."}


@dataclass
class Desk:
    """A merchant in front of his dashboard."""

    shop: Shop
    goods: Goods
    orders: dict[Status, str]
    client: FlaskClient

    def get(self, path: str = "", language: str = "en") -> str:
        answer = self.client.get(f"/dashboard/{path}", headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def rows(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get(path).removeprefix("\ufeff"))))

    def post(self, path: str, **body: object) -> TestResponse:
        token = json.loads(re.findall(r'id="desk">(.*?)</script>', self.get())[0])["token"]
        return self.client.post(f"/dashboard/{path}", headers={"X-CSRFToken": token}, **body)

    def imported(self, text: str, **terms: object) -> dict:
        limits.limiter.reset()
        asked = {"defaults": TERMS, **terms}
        form = {"file": (io.BytesIO(text.encode()), "products.csv"), "terms": json.dumps(asked)}
        return self.post("import/check", data=form).json


def signed_in(shop: Shop, account: str) -> FlaskClient:
    """A browser in which an account is signed in."""
    return as_account(shop.app(), account)


def as_account(app: Flask, account: str) -> FlaskClient:
    """The same of a storefront."""
    limits.limiter.reset()
    client = app.test_client()
    with app.app_context():
        market = sign_in._market()
    with client.session_transaction() as session:
        until = int(time.time()) + 600
        session["signed_in"] = {"account": account, "market": market, "until": until, "id": "0" * 32}
    return client


@contextmanager
def opened_desk(folder: Path) -> Iterator[Desk]:
    """A shop of the first merchant, with an order in every status, and its index."""
    goods = Goods()
    with closed_shop(folder, goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        shop.index_once()
        yield Desk(shop, goods, orders, signed_in(shop, shop.people["merchant1"]))
