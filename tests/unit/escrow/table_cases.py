"""Tries every action in every status as everybody at every moment on the node, and writes down what happens."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from eth_abi import decode

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.people import ROLES
from tests.fixtures.terms import MAX_UINT, NO_HASH, Order
from tests.unit.escrow.table_rules import MOMENTS, POCKET, STATUSES, Observed, Situation, moments

GAS = 3_000_000
ERROR_STRING = "0x08c379a0"


class Case(NamedTuple):
    """One thing that is tried."""

    status: str
    action: str
    role: str
    moment: str


class Bench:
    """Knows Escrow, the accounts by role, and how to bring an order into a status."""

    def __init__(self, escrow, people, wire, funds: Callable, reach: Callable):
        self.escrow, self.people, self.wire = escrow, people, wire
        self.funds, self.reach = funds, reach
        self._ids = cache(lambda order: (escrow.order_id(order), escrow.offer_id(order.offer)))
        (shape,) = escrow.record.abi["outputs"]
        self._fields = [field["name"] for field in shape["components"]]

    def observe(self, order: Order, status: str, kind: int) -> dict[Case, tuple[Situation, Observed]]:
        """Every case of one status, on a new order, which stays in it."""
        if status != "NEVER_PAID":
            self.reach(order, STATUSES.index(status), kind)
        seen = {}
        for moment in moments(status):
            seen.update(self._at(order, status, moment))
        return seen

    def _at(self, order: Order, status: str, moment: str) -> Iterator[tuple[Case, tuple[Situation, Observed]]]:
        situation = self._situation(order, moment)
        calls = self._cases(status, moment, situation)
        reasons = self._refusals(situation.now, calls)
        before = self.funds(order)
        for case, call in calls.items():
            done = case not in reasons
            observed = self._done(order, situation.now, before, call) if done else Observed(reasons[case])
            yield case, (situation, observed)

    def _cases(self, status: str, moment: str, situation: Situation) -> dict[Case, dict]:
        """Each action by each role."""
        return {
            Case(status, action, role, moment): {"from": self.people[role].address, "to": self.escrow.address, **call}
            for action, call in self._calls(situation.order, situation).items()
            for role in ROLES
        }

    def _situation(self, order: Order, moment: str) -> Situation:
        record, sold = self._stands(order)
        latest = int(self.wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
        now = latest + 1 if moment == "now" else record["deadline"] + MOMENTS[moment]
        return Situation(order, record, sold, now)

    def _calls(self, order: Order, situation: Situation) -> dict[str, dict]:
        """Data and coin of each action."""
        escrow, record = self.escrow, situation.record
        held = order.total - record["released"] - record["refunded"]
        plain = ("ship", "attest_delivery", "confirm", "cancel", "concede", "replace", "enforce")
        with_document = ("approve_return", "send_back", "dispute", "submit_evidence")
        calls = {
            **{verb: getattr(escrow, verb).encode_input(order) for verb in ("pay", *plain)},
            **{verb: getattr(escrow, verb).encode_input(order, NO_HASH) for verb in with_document},
            **{verb: getattr(escrow, verb).encode_input([order]) for verb in ("pay_many", "ship_many", "enforce_many")},
            "refund": escrow.refund.encode_input(order, MAX_UINT),
            "refund_closed": escrow.refund_closed.encode_input(order, POCKET, NO_HASH),
            "request": escrow.request.encode_input(order, held // 2 or 1, terms.EXCHANGE, NO_HASH),
            "release": escrow.release.encode_input(order, held // 2 or 1),
            "rule": escrow.rule.encode_input(order, held // 3, NO_HASH),
            "extend": escrow.extend.encode_input(order, record["deadline"] + 3 * DAY),
        }
        coin = {"pay": order.coin, "pay_many": order.coin, "refund_closed": POCKET if order.coin else 0}
        return {verb: {"data": data, "value": hex(coin.get(verb, 0))} for verb, data in calls.items()}

    def _refusals(self, now: int, calls: dict[Case, dict]) -> dict[Case, str]:
        """The reasons of those calls that are refused in a block of this time."""
        snapshot = self.wire.ask("evm_snapshot")
        self.wire.ask("evm_mine", now)
        answers = self.wire.answers([("eth_call", [call, "latest"]) for call in calls.values()])
        self.wire.ask("evm_revert", snapshot)
        return {case: reason(answer["error"]) for case, answer in zip(calls, answers, strict=True) if "error" in answer}

    def _done(self, order: Order, now: int, before: dict[str, int], call: dict) -> Observed:
        """What a transaction in a block of this time changes; afterwards the chain is as before."""
        snapshot = self.wire.ask("evm_snapshot")
        txid = self.wire.ask("eth_sendTransaction", {**call, "gas": hex(GAS), "gasPrice": "0x0"})
        self.wire.ask("evm_mine", now)
        receipt = self.wire.ask("eth_getTransactionReceipt", txid)
        assert receipt["status"] == "0x1", call
        after = self.funds(order)
        moved = {name: after[name] - before[name] for name in before if after[name] != before[name]}
        observed = Observed("", *self._stands(order), moved, self._events(receipt))
        self.wire.ask("evm_revert", snapshot)
        return observed

    def _stands(self, order: Order) -> tuple[dict[str, int], int]:
        """The order's record, and how many units of its offer are sold."""
        order_id, offer_id = self._ids(order)
        reads = (self.escrow.record.encode_input(order_id), self.escrow.stock.encode_input(offer_id))
        answers = self.wire.answers(
            [("eth_call", [{"to": self.escrow.address, "data": data}, "latest"]) for data in reads]
        )
        record, stock = (words(answer["result"]) for answer in answers)
        return dict(zip(self._fields, record, strict=True)), stock[2]

    def _events(self, receipt: dict) -> tuple[str, ...]:
        names = {topic: name for name, topic in self.escrow.topics.items()}
        logs = [log for log in receipt["logs"] if log["address"].lower() == self.escrow.address.lower()]
        return tuple(names[log["topics"][0]] for log in logs)


def words(result: str) -> list[int]:
    """The numbers that a view returned, 32 bytes each."""
    data = bytes.fromhex(result[2:])
    return [int.from_bytes(data[place : place + 32], "big") for place in range(0, len(data), 32)]


def reason(error: dict) -> str:
    """The sentence of a refusal; anything else that stops a call is shown as it came."""
    data = error.get("data") or ""
    if not data.startswith(ERROR_STRING):
        return str(error)
    (sentence,) = decode(["string"], bytes.fromhex(data[len(ERROR_STRING) :]))
    return sentence
