"""Everything that a page asks of the index, as the page asks it: nothing is answered by reading through a table."""

from pathlib import Path
from typing import Any

from sqlalchemy import event

from frontend.resources import KEY, Resources
from tests.frontend.desk import Desk, opened_desk
from tests.frontend.plans import scans


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
        asked: list[tuple[str, Any]] = []

        @event.listens_for(resources.engine, "before_cursor_execute")
        def note(_db: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
            if statement.startswith(("SELECT", "WITH")):
                asked.append((statement, values))

        for path in paths(desk):
            asked.clear()
            answer = desk.client.get(path)
            assert answer.status_code == 200, path
            seen = list(asked)
            assert len(seen) >= 4, path
            with resources.engine.connect() as db:
                explained = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in seen]
                steps = [row[3] for rows in explained for row in rows]
            assert scans(steps) == [], path
