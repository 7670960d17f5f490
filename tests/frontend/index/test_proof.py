"""Proof pages: each order has one, whatever has happened to it."""

import json

from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend.index.schema import events, orders
from tests.frontend.index.conftest import Traded


def test_every_event_is_told_with_the_contract_that_logged_it(
    client: FlaskClient, db: Connection, traded: Traded
) -> None:
    """An order for each event: what points passed on is a Loyalty's word, all else is Escrow's."""
    named = select(events.c.name, orders.c.id).join(orders, orders.c.position == events.c.subject).distinct()
    found = {row.name: row.id for row in db.execute(named.where(events.c.name != "EvidenceSubmitted"))}
    assert {"OrderPaid", "OrderRuled", "OrderSettled"} <= set(found)
    loyalties = {loyalty.address for loyalty in traded.devnet.loyalties.values()}
    for name, order_id in found.items():
        answer = client.get(f"/orders/{order_id}/verify.html")
        assert answer.status_code == 200, name
        data = answer.get_data(as_text=True).partition('id="proof">')[2].partition("</script>")[0]
        told = json.loads(data)["events"]
        assert {one["name"] for one in told if one["contract"] in loyalties} <= {"OrderSettled"}
        assert name in {one["name"] for one in told}
        for one in told:
            assert set(one["fields"]) == {field["name"] for field in one["inputs"]}, one["name"]
            assert one["fields"]["order_id"] == order_id
