"""Everything that a page asks of the index, as the page asks it: nothing is answered by reading through a table, nor
differently where the indices were made in another order.
"""

from pathlib import Path

from frontend.resources import KEY, Resources
from tests.frontend.desk import Desk, opened_desk
from tests.frontend.plans import Asked, listening, scans, steps_of, undecided


def paths(desk: Desk) -> list[str]:
    """One of each kind of page that many look at, and each status of an order."""
    buyer, seller = desk.shop.people["shopper1"], desk.shop.people["merchant1"]
    lists = ["/", "/?after=1000000000", "/?q=teapot", "/?q=%E8%8C%B6%E5%A3%B6", "/?category=home&sort=rated"]
    lists += [f"/shops/{seller}", f"/orders/?account={buyer}", f"/orders/?account={buyer}&status=waiting"]
    goods = [f"/offers/{desk.goods.id(name)}" for name in desk.goods.offers]
    orders = [f"{where}{order}" for order in desk.orders.values() for where in ("/orders/", "/dashboard/orders/")]
    return [*lists, *goods, *orders, "/dashboard/", "/dashboard/orders", "/dashboard/offers"]


def test_no_page_reads_through_a_table(tmp_path: Path) -> None:
    """In a market with an order in every status."""
    with opened_desk(tmp_path) as desk:
        resources: Resources = desk.client.application.extensions[KEY]
        every: list[Asked] = []
        for path in paths(desk):
            with listening(resources.engine) as asked:
                answer = desk.client.get(path)
            assert answer.status_code == 200, path
            assert len(asked) >= 4, path
            with resources.engine.connect() as db:
                assert scans(steps_of(db, asked)) == [], path
            every += asked
        url = resources.engine.url.render_as_string()
        assert undecided(url, tmp_path, every) == []
