"""Who counts as one caller, and how often he may ask for what costs much."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from frontend.web import limits
from scripts import sealing
from scripts.documents import sha256
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop, closed_shop


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    with closed_shop(tmp_path_factory.mktemp("limits"), goods.furnish) as found:
        found.index_once()
        yield found


@pytest.fixture(scope="module")
def client(shop: Shop) -> FlaskClient:
    """A storefront."""
    return shop.app().test_client()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nobody has asked for anything yet, nor afterwards."""
    limits.limiter.reset()
    yield
    limits.limiter.reset()


def ask(client: FlaskClient, number: int, address: str = "127.0.0.1") -> int:
    """For an order that nobody has paid."""
    return client.get(f"/orders/0x{number:064x}", environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("unix:", "unix:"),
    ],
)
def test_callers(client: FlaskClient, address: str, counts_as: str) -> None:
    with client.application.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.caller() == counts_as


def test_unknown_orders_are_asked_about_so_often(client: FlaskClient) -> None:
    """The node is not asked without end; others and known pages go on."""
    allowed = int(limits.UNKNOWN_ORDERS.split("/", maxsplit=1)[0])
    assert {ask(client, number) for number in range(allowed)} == {404}
    assert ask(client, allowed) == 429
    assert ask(client, allowed, "192.0.2.8") == 404
    assert client.get("/").status_code == 200


def test_who_waits_for_his_own_order_may_ask_on(client: FlaskClient, shop: Shop, goods: Goods) -> None:
    """Several who paid a moment ago, behind one address: pages ask every two seconds until the index is there."""
    allowed = int(limits.UNKNOWN_ORDERS.split("/", maxsplit=1)[0])
    order = "0x" + shop.market.order_id(buy(shop, goods.offers["teapot"], "shopper1")).hex()
    assert {client.get(f"/orders/{order}").status_code for _ in range(allowed + 1)} == {202}
    assert ask(client, 0) == 404


def test_what_waits_already_takes_no_second_seat(client: FlaskClient, goods: Goods) -> None:
    """Browsers leave it again with each page that they open, until its order is there."""
    allowed = int(limits.WAITING.split("/", maxsplit=1)[0])
    sealed = sealing.seal({"note": "to the back door"}, sealing.public_point(goods.key))
    path = f"/api/v1/documents/{sha256(sealed)}"
    assert {client.put(path, data=sealed).status_code for _ in range(allowed + 1)} == {202}


def test_one_home_counts_once(client: FlaskClient) -> None:
    """However many of its addresses it uses."""
    allowed = int(limits.UNKNOWN_ORDERS.split("/", maxsplit=1)[0])
    codes = [ask(client, number, f"2001:db8::{number:x}") for number in range(allowed + 1)]
    assert codes == [404] * allowed + [429]
    assert ask(client, 0, "2001:db8:0:1::1") == 404


def test_neighbours_count_together(client: FlaskClient) -> None:
    """A provider's customer who has thousands of such networks, too."""
    app = client.application
    allowed = int(limits.WAITING_NEARBY.split("/", maxsplit=1)[0])
    taken = []
    for number in range(allowed + 1):
        with app.test_request_context(environ_base={"REMOTE_ADDR": f"2001:db8:0:{number:x}::1"}):
            taken.append(limits.may_nearby("waiting", limits.WAITING_NEARBY))
    assert taken == [True] * allowed + [False]
    with app.test_request_context(environ_base={"REMOTE_ADDR": "2001:db8:1::1"}):
        assert limits.may_nearby("waiting", limits.WAITING_NEARBY)
