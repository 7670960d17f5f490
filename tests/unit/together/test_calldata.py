"""Calldata that is not as it should be: it is refused, or does what the same arguments do written well."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest
from eth_abi import encode

from tests.fixtures.chance import SEED
from tests.fixtures.clock import HOUR
from tests.fixtures.terms import Offer, Order
from tests.unit.escrow.opportunities import Schemer
from tests.unit.together.calls import Entry, every_call, functions, kinds_of, selector
from tests.unit.together.moments import Director
from tests.unit.together.twisted import Unreadable, read, twisted

GAS = hex(3_000_000)
REFUSED = ("0x0",)
CONTRACTS = ("Escrow", "Loyalty", "Credit", "Identity", "Provenance", "Reviews")
AT_ONCE = 500
PLENTY = 10**21
UNKNOWN = 30


class Base(NamedTuple):
    """A call as it should be."""

    contract: str
    function: Entry
    sender: str
    data: bytes
    coin: int = 0

    @property
    def words(self) -> bytes:
        """Its arguments."""
        return self.data[4:]


@pytest.fixture(scope="module")
def double(ReenteringReceiver, deployer):
    """Has a part in many orders."""
    double = ReenteringReceiver.deploy({"from": deployer})
    deployer.transfer(double, PLENTY)
    return double


@pytest.fixture(scope="module")
def bases(
    contracts, double, hook, wallet, dollar, order, people, reach, publish, fund, at, give, buy, buy_later,
    prepare_credit, step, lend, wire,
) -> list[Base]:  # fmt: skip
    """All that goes through at Escrow; of the others what moves money, and one call of each function."""
    lend(contracts["Credit"])
    priced = order.of(currency=hook.address, price=1_000_000, shipping=7, loyalty=contracts["Loyalty"].address)
    director = Director(contracts, priced, people, reach, publish, give, buy, buy_later, prepare_credit, step)
    until = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + HOUR
    moments = director.all(double.address, until).values()
    known = {Offer._fields: priced.offer, Order._fields: priced, tuple(director.running._fields): director.running}
    entries = {(name, selector(one)): one for name, contract in contracts.items() for one in functions(contract.abi)}

    def base(contract: str, sender: str, data: str, coin: int = 0) -> Base:
        raw = bytes.fromhex(data[2:])
        return Base(contract, entries[contract, raw[:4]], sender, raw, coin)

    def make(entry: Entry):
        simple = {"address": double.address, "bool": True, "string": "x", "bytes": b"xyz"}
        return simple.get(entry["type"], 1 if "int" in entry["type"] else b"\1")

    schemes = Schemer(double.address, wallet, dollar, order, reach, publish, fund, at).all()
    wire.ask("evm_mine")
    others = [one for one in every_call(contracts, make, known) if one.contract != "Escrow"]
    return [
        *(base("Escrow", double.address, one.data, one.coin) for one in schemes),
        *(base(one.contract, one.sender, one.data) for one in moments if one.contract != "Escrow"),
        *(base(one.contract, order.buyer, one.data) for one in others),
    ]


@pytest.fixture(scope="module")
def outcomes(contracts, wire) -> Callable[[list[Base]], list[tuple]]:
    """`outcomes(calls)`: of each what it returns, what it logs, and which coin it moves; REFUSED where it fails."""

    def simulated(call: Base) -> tuple[str, list]:
        sent = {"from": call.sender, "to": contracts[call.contract].address, "data": "0x" + call.data.hex()}
        sent |= {"value": hex(call.coin), "gas": GAS}
        return "eth_simulateV1", [{"blockStateCalls": [{"calls": [sent]}], "traceTransfers": True}, "latest"]

    def outcome(answer: dict) -> tuple:
        ((call,),) = (block["calls"] for block in answer["result"])
        if call["status"] != "0x1":
            return REFUSED
        return (call["returnData"], *((log["address"], *log["topics"], log["data"]) for log in call["logs"]))

    def ask(calls: list[Base]) -> list[tuple]:
        parts = [calls[place : place + AT_ONCE] for place in range(0, len(calls), AT_ONCE)]
        return [outcome(answer) for part in parts for answer in wire.answers([simulated(call) for call in part])]

    return ask


def rewritten(call: Base) -> Base | None:
    """The call with its arguments written as they should be; None where they are none."""
    kinds = [kind.replace("string", "bytes") for kind in kinds_of(call.function)]
    try:
        return call._replace(data=call.data[:4] + encode(kinds, read(call.function["inputs"], call.words)))
    except Unreadable:
        return None


def test_default_behavior(bases, outcomes, contracts):
    """What is twisted below goes through as it is: all of it at Escrow, much of it elsewhere."""
    through = [one for one, outcome in zip(bases, outcomes(bases), strict=True) if outcome != REFUSED]
    names = {name: {one.function["name"] for one in through if one.contract == name} for name in contracts}
    assert names["Escrow"] == {one["name"] for one in functions(contracts["Escrow"].abi)}
    assert names["Loyalty"] >= {"pay", "collect", "settle", "collect_many", "settle_many"}
    assert names["Credit"] >= {"buy", "repay", "settle", "deposit", "withdraw", "buy_with_authorization"}
    assert all(names.values())


@pytest.mark.parametrize("contract", CONTRACTS)
def test_twisted(bases, outcomes, contract):
    """What is taken are arguments that can be read, and with them, written well, the same comes of it."""
    source = Random(SEED)
    calls = [
        (what, one._replace(data=one.data[:4] + words))
        for one in bases
        if one.contract == contract
        for what, words in twisted(one.function["inputs"], one.words, source)
    ]
    found = outcomes([call for _, call in calls])
    taken = [(what, call, one) for (what, call), one in zip(calls, found, strict=True) if one != REFUSED]
    again = [rewritten(call) for _, call, _ in taken]
    assert [(what, call) for (what, call, _), one in zip(taken, again, strict=True) if one is None] == []
    wanted = outcomes([one for one in again if one])
    assert [(*one[:2], right) for one, right in zip(taken, wanted, strict=True) if one[2] != right] == []
    assert 0 < len(taken) < len(calls) // 4


def test_contracts_are_all_of_them(contracts):
    assert set(contracts) == set(CONTRACTS)


def test_coin_that_nothing_takes(bases, outcomes):
    """Sent to what takes none, or in another amount than is due."""
    calls = [one._replace(coin=one.coin + 1) for one in bases]
    assert [call.function["name"] for call, found in zip(calls, outcomes(calls), strict=True) if found != REFUSED] == []


def test_unknown_selectors(bases, outcomes, contracts):
    """Some at random, those of the other contracts, and less than one."""
    source = Random(SEED)
    known = {name: {selector(one) for one in functions(contract.abi)} for name, contract in contracts.items()}
    somebody = bases[0].sender
    calls = []
    for name in contracts:
        others = {one for other in known.values() for one in other} - known[name]
        drawn = {source.randbytes(4) for _ in range(UNKNOWN)} - known[name]
        short = [b"", *(data[:length] for data in sorted(known[name]) for length in (1, 2, 3))]
        for data in [*sorted(others | drawn), *short]:
            words = source.randbytes(32 * source.randrange(30)) if len(data) == 4 else b""
            calls += [Base(name, {}, somebody, data + words, coin) for coin in (0, 1)]
    assert [call for call, found in zip(calls, outcomes(calls), strict=True) if found != REFUSED] == []
