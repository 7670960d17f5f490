"""The same table for a buyer who signs: whoever brings it, what comes of it is what came of his own call."""

import pytest

from tests.fixtures import chains, terms
from tests.fixtures.clock import DAY
from tests.fixtures.consent import ACTION, action, sign
from tests.fixtures.people import ROLES
from tests.unit.escrow import state_table
from tests.unit.escrow.table_cases import Bench, Case
from tests.unit.escrow.table_rules import MOMENTS, STATUSES, WAITING, Situation, deciding, expected, read

VERBS = ("confirm", "cancel", "request", "release", "send_back", "dispute", "extend", "submit_evidence")
TABLE, _, _ = read(state_table.TABLE)

pytestmark = chains.SIGNED


class SignedBench(Bench):
    """Tries what each role has signed; a stranger brings it."""

    def __init__(self, wallet, people, *rest):
        super().__init__(wallet.escrow, people, *rest)
        self.wallet = wallet

    def _cases(self, status: str, moment: str, situation: Situation) -> dict[Case, dict]:
        held = situation.order.total - situation.record["released"] - situation.record["refunded"]
        values = {
            "request": {"amount": held // 2 or 1, "kind": terms.EXCHANGE},
            "release": {"amount": held // 2 or 1},
            "extend": {"until": situation.record["deadline"] + 3 * DAY},
        }
        return {
            Case(status, verb, role, moment): self._signed(situation, verb, role, values.get(verb, {}))
            for verb in VERBS
            for role in ROLES
        }

    def _signed(self, situation: Situation, verb: str, role: str, values: dict[str, int]) -> dict[str, str]:
        wanted = action(verb, **values)
        order_id, _ = self._ids(situation.order)
        stands = {"status": situation.record["status"], "round": situation.record["round"]}
        message = {"order_id": bytes(order_id), **wanted._asdict(), "verb": verb, **stands}
        signature = sign(self.wire.ask, self.people[role], self.wallet.domain, "Action", ACTION, message)
        data = self.escrow.act_signed.encode_input(situation.order, wanted, signature)
        return {"from": self.people["stranger"].address, "to": self.escrow.address, "data": data, "value": "0x0"}


@pytest.fixture(scope="module")
def seen(wallet, people, wire, funds, reach, publish, order, payer):
    """Every case of the usual world."""
    order = order._replace(payer=payer.address)
    publish(order.offer)
    bench = SignedBench(wallet, people, wire, funds, reach)
    return {
        case: found
        for number, status in enumerate(STATUSES)
        for case, found in bench.observe(terms.salted(order, number), status, terms.EXCHANGE).items()
    }


def test_default_behavior(seen):
    wrong = {}
    for case, (situation, observed) in seen.items():
        outcome = deciding(TABLE[case.status, case.action], "buyer", case.moment).outcome
        if case.role != "buyer" and case.status in WAITING:
            outcome = "not signed by the buyer"
        if observed != expected(case.action, outcome, situation):
            wrong[case] = observed
    assert wrong == {}


def test_nothing_is_left_out(seen):
    others = len(STATUSES) - len(WAITING)
    assert len(seen) == len(VERBS) * len(ROLES) * (len(WAITING) * len(MOMENTS) + others)
