"""Whenever a call leaves a contract, somebody calls every function of every contract: at those that are in the middle
nothing comes of it, and elsewhere nothing that could not come of it at any other time.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from eth_abi import decode
from eth_utils import keccak

from tests.fixtures.clock import HOUR
from tests.fixtures.consent import action
from tests.fixtures.funds import view
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, Offer, Order
from tests.fixtures.trade import ALL_GAS
from tests.unit.credit.test_hostile_reentry import TOKEN
from tests.unit.together.calls import Entry, Made, every_call, functions
from tests.unit.together.moments import NAMES, Director, Moment

TRIED = "0x" + keccak(text="CallTried(uint256,bool,bytes,uint256)").hex()
MAGIC = bytes.fromhex("1626ba7e")
# What reads nothing but its arguments; and Credit's shares, a token of their own that moves nothing of the vault's.
NOT_LOCKED = {("Escrow", "offer_id"), *(("Credit", verb) for verb in TOKEN)}
PLENTY = 10**21
Words = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def double(ReenteringReceiver, deployer):
    """Whoever calls it, or pays it in coin, lets it make its calls."""
    double = ReenteringReceiver.deploy({"from": deployer})
    deployer.transfer(double, PLENTY)
    return double


@pytest.fixture(scope="module")
def director(
    contracts, hook, order, people, reach, publish, give, buy, buy_later, prepare_credit, step, lend
) -> Director:
    lend(contracts["Credit"])
    priced = order.of(currency=hook.address, price=1_000_000, shipping=7, loyalty=contracts["Loyalty"].address)
    return Director(contracts, priced, people, reach, publish, give, buy, buy_later, prepare_credit, step)


@pytest.fixture(scope="module")
def moments(director, double, wire) -> dict[str, Moment]:
    until = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + HOUR
    return director.all(double.address, until)


@pytest.fixture(scope="module")
def calls(contracts, director, moments, double, hook, pass_on, escrow) -> list[Made]:
    """One of each function of each contract, planned by the double; the currency calls it."""
    mine = director.doubles_part(double.address)
    order_id = bytes(escrow.order_id(mine))
    known = {Offer._fields: mine.offer, Order._fields: mine, tuple(director.running._fields): director.running}
    simple = {"address": double.address, "bool": True, "string": "x", "bytes": b"", "bytes32": order_id}

    def make(entry: Entry):
        if entry["name"] == "currency":
            return hook.address
        return simple.get(entry["type"], 1 if "int" in entry["type"] else b"\0")

    made = list(every_call(contracts, make, known))
    for one in made:
        target = contracts[one.contract].address
        pass_on(mine.offer.carrier, double.address, double.plan.encode_input(target, one.data, 0))
    pass_on(mine.offer.carrier, hook.address, hook.plan.encode_input(double, "0x", 0))
    return made


class Run(NamedTuple):
    """What came of a transaction: the words that it changed, of whom the currency is, and the double's calls, each with
    its place, whether it was answered, and how.
    """

    words: Words
    balances: list[int]
    tried: list[tuple[int, bool, bytes]]

    def part(self, calls: list[Made], time: int) -> list[tuple[Made, bool, bytes]]:
        """All calls as they were tried the first time that the double was called, or the second."""
        found = self.tried[time * len(calls) : (time + 1) * len(calls)]
        assert [index for index, *_ in found] == list(range(len(calls)))
        return [(calls[index], answered, response) for index, answered, response in found]


@pytest.fixture(scope="module")
def read(contracts, hook, double, people, wire) -> Callable[[str], Run]:
    """`read(key)`: what came of the latest transaction."""
    names = {contract.address.lower(): name for name, contract in contracts.items()}
    holders = [*(contract.address for contract in contracts.values()), *(one.address for one in people.values())]
    questions = [view(hook.address, hook.balanceOf.encode_input(who)) for who in holders]

    def words(key: str) -> Words:
        tracer = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
        diff = wire.ask("debug_traceTransaction", key, tracer)
        found = {}
        for side in ("pre", "post"):
            for account, state in diff[side].items():
                places = {**state.get("storage", {}), "coin": state.get("balance", "")}
                name = names.get(account.lower())
                found |= {(name, place): value if side == "post" else "" for place, value in places.items() if name}
        return found

    def outcome(key: str) -> Run:
        receipt = wire.ask("eth_getTransactionReceipt", key)
        assert receipt["status"] == "0x1"
        logs = [log for log in receipt["logs"] if (log["address"], log["topics"]) == (double.address.lower(), [TRIED])]
        tried = [decode(["uint256", "bool", "bytes", "uint256"], bytes.fromhex(log["data"][2:]))[:3] for log in logs]
        return Run(words(key), [int(one["result"], 16) for one in wire.answers(questions)], tried)

    return outcome


@pytest.fixture(scope="module")
def run(hook, double, wire, at, pass_on, people, moments, calls, read) -> Callable[..., Run]:
    """`run(who, to, data, times, is_sent=False)`: so often the double is called; undone, and always at one time."""
    moment = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + HOUR // 6
    somebody = people["deployer"].address

    def execute(who: str, to: str, data: str, times: int, is_sent: bool = False) -> Run:
        before = wire.ask("evm_snapshot")
        pass_on(somebody, hook.address, hook.set_hook.encode_input(is_sent, not is_sent, False))
        for one in (hook, double):
            pass_on(somebody, one.address, one.arm.encode_input(times))
        at(moment)
        key = wire.ask("eth_sendTransaction", {"from": who, "to": to, "data": data, "gas": ALL_GAS, "gasPrice": "0x0"})
        wire.ask("evm_mine")
        found = read(key)
        assert wire.ask("evm_revert", before)
        return found

    return execute


@pytest.fixture(scope="module")
def alone(run, double, people) -> Run:
    """The same calls, in the middle of nothing."""
    return run(people["deployer"].address, double.address, "0x", 1)


def test_default_behavior(alone, calls, contracts):
    """Alone, the double has every view of every contract answered, and some of what anybody can do done at each."""
    functions_of = {(name, entry["name"]) for name, one in contracts.items() for entry in functions(one.abi)}
    assert {(call.contract, call.verb) for call in calls} == functions_of
    answered = [call for call, is_answered, _ in alone.part(calls, 0) if is_answered]
    assert [call for call in calls if not call.moves and call not in answered] == []
    assert {call.contract for call in answered if call.moves} == set(contracts)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_of_it(run, alone, moments, contracts, calls, name):
    """Refused by the lock, which has no reason to give; whatever else changed, those calls change at any time."""
    moment = moments[name]
    call = (moment.sender, contracts[moment.contract].address, moment.data)
    calm, disturbed = (run(*call, times, moment.is_sent) for times in (0, len(moment.busy)))

    for time, busy in enumerate(moment.busy):
        tried = [one for one in disturbed.part(calls, time) if one[0].contract in busy]
        assert {call[:2] for call, answered, response in tried if answered or response} <= NOT_LOCKED
    assert disturbed.balances == calm.balances
    other = {key for key in calm.words | disturbed.words if calm.words.get(key) != disturbed.words.get(key)}
    assert {key: disturbed.words.get(key) for key in other} == {key: alone.words.get(key) for key in other}


def test_every_moment_is_tried(moments):
    assert set(moments) == set(NAMES)


def test_asked_for_a_signature(escrow, calls, order, reach, record, pass_on, deployer, stranger, CuriousWallet):
    """A wallet that is asked for its word can change nothing; and reads nothing either."""
    wallet = CuriousWallet.deploy({"from": deployer})
    views = [one for one in calls if one.contract == "Escrow" and not one.moves and one[:2] not in NOT_LOCKED]
    for one in views:
        pass_on(deployer.address, wallet.address, wallet.plan.encode_input(escrow, one.data, 0))
        assert bytes(wallet.isValidSignature(bytes(32), b"")) != MAGIC
    bought = reach(order._replace(buyer=wallet.address, payer=wallet.address).of(currency=EMPTY), AWAITING_SHIPMENT)
    escrow.act_signed(bought, action("confirm"), b"", {"from": stranger})

    assert len(views) > 3
    assert record(bought)["status"] == CLOSED
