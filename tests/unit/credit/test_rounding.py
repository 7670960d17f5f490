"""Every unit: the contract's instalments, payoffs and sums are those of a list that is kept by hand."""

from pathlib import Path

import pytest
from eth_abi import decode, encode
from eth_utils import keccak
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vyper.cli.vyper_compile import compile_files

from scripts.credit.terms import Plan, plan_id
from tests.fixtures.clock import DAY
from tests.fixtures.credit import ENDED, GRACE, OPEN
from tests.fixtures.schedule import Schedule
from tests.fixtures.terms import EMPTY, MAX_AMOUNT

ROOT = Path(__file__).parents[3]
FIELDS = ("state", "paid", "refunded", "outstanding", "payoff", "next", "next_amount", "next_due", "late", "paused")
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

amounts = st.one_of(st.integers(1, MAX_AMOUNT), st.integers(1, 10_000), st.integers(MAX_AMOUNT - 100, MAX_AMOUNT))


@pytest.fixture(scope="module")
def slot() -> int:
    """Where the contract keeps the words of plans."""
    (made,) = compile_files([Path("contracts/Credit.vy")], ["layout"], paths=[ROOT]).values()
    return int(made["layout"]["storage_layout"]["debts"]["_words"]["slot"])


@pytest.fixture(scope="module")
def read(credit, wire, slot):
    """`read(plan, word)`: the record of a plan as if its word were this one, by field name."""

    def ask(plan: Plan, word: int) -> dict[str, int]:
        place = keccak(encode(["uint256", "bytes32"], [slot, plan_id(plan)]))
        overrides = {credit.address: {"stateDiff": {"0x" + place.hex(): "0x" + word.to_bytes(32, "big").hex()}}}
        call = {"to": credit.address, "data": credit.record.encode_input(plan)}
        answer = bytes.fromhex(wire.ask("eth_call", call, "latest", overrides)[2:])
        return dict(zip(FIELDS, decode(["uint256"] * len(FIELDS), answer), strict=True))

    return ask


@settings(parent=QUICK)
@given(principal=amounts, instalments=st.integers(2, 6))
def test_parts(credit, principal, instalments):
    """They sum to the principal, and no two differ by more than a unit."""
    parts = list(credit.parts(principal, instalments))
    assert (len(parts), sum(parts)) == (instalments, principal)
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize("principal", [1, 2, 5, 6, 7, MAX_AMOUNT - 1, MAX_AMOUNT])
def test_smallest_and_largest(credit, principal):
    for instalments in range(2, 7):
        assert sum(credit.parts(principal, instalments)) == principal


# What happens to a plan: after so many seconds, a payment or a refund, of so many parts in a thousand of the principal
# or of so many units.
steps = st.lists(
    st.tuples(
        st.integers(0, 40 * DAY),
        st.sampled_from(["pay", "cut"]),
        st.one_of(st.integers(1, 1_200).map(lambda share: (share, 1_000)), st.integers(1, 50).map(lambda n: (n, 0))),
    ),
    min_size=1,
    max_size=8,
)


@settings(parent=QUICK)
@given(principal=st.one_of(st.integers(6, MAX_AMOUNT // 2), st.integers(6, 10_000)), instalments=st.integers(2, 6),
       days=st.sampled_from([14, 30]), steps=steps)  # fmt: skip
def test_default_behavior(credit, read, wire, principal, instalments, days, steps):
    """Whatever is paid and comes back when, the contract reads its word as one would count by hand."""
    now = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    mine = Schedule(principal, instalments, days * DAY, 100, 500)
    elapsed = 0
    for seconds, verb, (share, of) in steps:
        elapsed += seconds
        getattr(mine, verb)(principal * share // of if of else share, elapsed)
        plan = Plan(b"\x01" * 32, EMPTY, EMPTY, principal, now - elapsed, instalments, days * DAY, 0)
        state = ENDED if mine.ended else OPEN
        found = read(plan, state << 253 | mine.late << 247 | mine.refunded << 96 | mine.paid)
        number = mine.next
        assert found == {
            "state": state,
            "paid": mine.paid,
            "refunded": mine.refunded,
            "outstanding": mine.owed,
            "payoff": mine.payoff(elapsed),
            "next": number,
            "next_amount": mine.rows[number - 1].left if number else 0,
            "next_due": plan.start + number * plan.interval if number else 0,
            "late": mine.late,
            "paused": 0,
        }
        if mine.ended:
            break
        assert mine.owed + sum(row.part_paid for row in mine.rows) + mine.refunded == principal
        assert mine.paid <= principal + instalments * (principal // 100) + principal // 20


@settings(parent=QUICK, max_examples=60)
@given(principal=amounts, instalments=st.integers(2, 6), elapsed=st.integers(0, 400 * DAY))
def test_missed_when(read, credit, wire, principal, instalments, elapsed):
    """Nothing was paid: one late fee for each date that is three days over."""
    principal = max(principal, instalments)
    now = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    plan = Plan(b"\x01" * 32, EMPTY, EMPTY, principal, now - elapsed, instalments, 14 * DAY, 0)
    over = sum(elapsed >= number * 14 * DAY + GRACE for number in range(1, instalments + 1))
    found = read(plan, OPEN << 253)
    assert found["late"] == (1 << over) - 1
    late_fee = principal * 500 // (10_000 * instalments)
    begun = min(1 + elapsed // (14 * DAY), instalments)
    assert found["payoff"] == principal + begun * (principal // 100) + over * late_fee
