"""keeper: what came back of plans is settled, dates wait while orders are in question, what is lost is given up."""

import pytest

from scripts import keeper
from scripts.credit import keeping
from scripts.credit.course import State
from scripts.credit.terms import plan_id
from scripts.parameters import DAY
from scripts.reading import call_of
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import NodeWallet
from tests.scripts.credit.conftest import DOLLARS

pytestmark = pytest.mark.usefixtures("isolation")

NOTHING = "Nothing is overdue"
LONG = 80 * DAY


@pytest.fixture
def ask(move):
    """`ask(order)`: it is shipped and delivered, and half of the money is asked back."""

    def request(order):
        move("merchant1", "ship", order)
        move("carrier", "attest_delivery", order)
        move("shopper1", "request", order, 40 * DOLLARS, 2, bytes(32))

    return request


@pytest.fixture
def asked(bought, ask):
    """The plan of such an order."""
    order, plan = bought()
    ask(order)
    return order, plan


@pytest.fixture
def blocks(web3):
    """`blocks()`: how many there are."""
    return lambda: web3.eth.block_number


def name(plan):
    return f"plan 0x{plan_id(plan).hex()} of Credit USD"


def test_nothing_is_done_for_a_plan_on_its_way(terminal, bought, blocks, later):
    """Also while an instalment is late and not lost."""
    bought(ship_within=LONG)
    later(14 + 4)
    before = blocks()

    assert NOTHING in terminal.run(keeper.once)
    assert blocks() == before


def test_what_came_back_is_settled(terminal, bought, move, state, has):
    """The debt is gone, and the rest goes to the buyer."""
    order, plan = bought()
    move("merchant1", "refund", order, 80 * DOLLARS)

    output = terminal.run(keeper.once)

    assert f"settle {name(plan)}: 80 USD came back of its order." in output
    assert state(plan) == State.ENDED
    assert has("shopper1") == 20 * DOLLARS
    assert NOTHING in terminal.run(keeper.once)


def test_what_a_default_gives_back_is_settled_in_the_same_round(terminal, bought, state, later):
    _, plan = bought()
    later(4)

    output = terminal.run(keeper.once)

    assert output.index("enforce_many of 1") < output.index(f"✓ settle {name(plan)}")
    assert state(plan) == State.ENDED


def test_what_is_not_worth_the_gas_is_left(terminal, bought, move, vault, blocks):
    order, plan = bought()
    move("merchant1", "refund", order, 2 * DOLLARS)
    before = blocks()

    terminal.run(keeper.once, "least=3USD")
    assert blocks() == before
    terminal.run(keeper.once, "least=2USD")
    assert vault.waiting([plan]) == [0]


def test_goodwill_for_a_plan_that_was_forgotten(bought, repay, move, give, market, wallet, blocks, has):
    """It has ended, and its order too; then its seller pays something back."""
    order, plan = bought()
    repay("shopper1", plan, 61)
    move("merchant1", "ship", order)
    move("shopper1", "confirm", order)
    watch, least = keeping.Plans(market), {order.offer.currency: 1}
    watch.note(0)
    assert (watch.to_settle(least), watch.to_move(plan.start)) == ([], [])
    before, since = has("shopper1"), blocks() + 1
    give("merchant1", 5, market.escrow.address)
    move("merchant1", "refund_closed", order, 5 * DOLLARS, bytes(32))
    assert watch.to_settle(least) == []

    watch.note(since)
    (step,) = watch.to_settle(least)
    wallet("keeper").send(step.call)

    assert has("shopper1") == before + 5 * DOLLARS


def test_dates_wait_while_the_order_is_in_question(terminal, asked, move, vault, state, later):
    order, plan = asked

    assert f"pause {name(plan)}: its order is in question." in terminal.run(keeper.once)
    assert state(plan) == State.PAUSED
    assert NOTHING in terminal.run(keeper.once)

    later(3)
    move("shopper1", "confirm", order)
    assert f"resume {name(plan)}: its order is in question no more." in terminal.run(keeper.once)
    assert state(plan) == State.OPEN
    assert vault.records([plan])[0].paused == pytest.approx(3 * DAY, abs=60)
    assert NOTHING in terminal.run(keeper.once)


def test_a_pause_that_is_used_up_ends_and_does_not_begin_again(terminal, bought, ask, move, state, later):
    order, plan = bought(deliver_within=LONG)
    ask(order)
    terminal.run(keeper.once)
    move("merchant1", "approve_return", order, bytes(32))
    move("shopper1", "send_back", order, bytes(32))
    later(89.9)
    assert NOTHING in terminal.run(keeper.once)

    later(0.2)
    assert f"resume {name(plan)}: its pause is used up." in terminal.run(keeper.once)
    assert state(plan) == State.OPEN
    assert NOTHING in terminal.run(keeper.once)


def test_what_is_lost_is_written_off(terminal, bought, repay, move, state, later):
    """Sixty days after the date of the instalment that was missed."""
    order, plan = bought()
    move("merchant1", "ship", order)
    move("shopper1", "confirm", order)
    repay("shopper1", plan, 16)
    later(2 * 14 + 60 - 0.01)
    terminal.run(keeper.once)
    assert state(plan) == State.OPEN

    later(0.02)
    assert f"write_off {name(plan)}: 45 USD are 60 days overdue." in terminal.run(keeper.once)
    assert state(plan) == State.WRITTEN_OFF
    assert NOTHING in terminal.run(keeper.once)


def test_what_came_back_is_not_written_off(terminal, bought, move, state, later):
    """However little it is for the keeper: for the buyer it is his limit."""
    order, plan = bought(ship_within=LONG)
    move("merchant1", "refund", order, 60 * DOLLARS)
    later(14 + 60)

    output = terminal.run(keeper.once, "least=100USD")

    assert f"settle {name(plan)}: 60 USD came back of its order." in output
    assert state(plan) == State.ENDED


def test_nothing_is_written_off_while_its_dates_can_wait(terminal, bought, ask, move, state, later):
    order, plan = bought(ship_within=LONG)
    later(14 + 60)
    ask(order)

    assert f"pause {name(plan)}" in terminal.run(keeper.once)
    assert state(plan) == State.PAUSED
    move("shopper1", "confirm", order)
    assert f"write_off {name(plan)}" in terminal.run(keeper.once)
    assert state(plan) == State.WRITTEN_OFF


def test_what_could_not_be_sent_is_sent_to_whom_it_is_told(terminal, node, lent, wallet, web3, book, has, account):
    """Five Dollars wait in the vault, as after its currency had refused the buyer."""
    dollar = book.contract(web3, "Dollar")
    wallet("deployer").send(call_of(dollar, "mint", lent.contract.address, 5 * DOLLARS))
    waiting = lent.call("credits", account("shopper1"), bytes(32), lent.currency.address)
    asked = node.rpc("eth_createAccessList", {"to": waiting.to, "data": "0x" + waiting.data.hex()})
    ((place,),) = [entry["storageKeys"] for entry in asked["accessList"]]
    node.rpc("anvil_setStorageAt", waiting.to, place, "0x" + (5 * DOLLARS).to_bytes(32, "big").hex())
    before = has("shopper1")

    output = terminal.run(keeper.once, "withdraw=shopper1")

    assert "✓ withdraw 5 USD for shopper1" in output
    assert has("shopper1") == before + 5 * DOLLARS
    assert lent.unsent(account("shopper1")) == 0


def test_a_second_keeper_at_once_does_no_harm(terminal, asked, monkeypatch, vault, state, wallet):
    """Somebody else pauses after the call was tried: nothing ends by it, and nothing is told that is not so."""
    _, plan = asked
    send = NodeWallet.send

    def overtaken(self, call):
        monkeypatch.setattr(NodeWallet, "send", send)
        wallet("stranger").send(vault.call("pause", plan))
        return send(self, call)

    monkeypatch.setattr(NodeWallet, "send", overtaken)
    output = terminal.run(keeper.once)

    assert f"pause {name(plan)} does not work now: Refused by the contract: debts: plan is not running." in output
    assert "✓" not in output
    assert state(plan) == State.PAUSED


def test_a_keeper_that_cannot_send_says_why(terminal, asked, monkeypatch):
    def unable(self, call):
        raise Refusal("The transaction was not sent: insufficient funds.")

    monkeypatch.setattr(NodeWallet, "send", unable)

    assert terminal.refused(keeper.once) == "The transaction was not sent: insufficient funds."


def test_a_watch_knows_when_time_alone_makes_something_due(web3, asked, bought):
    """A write-off, and the end of a pause."""
    _, plan = bought("shopper2")
    watch = keeper.Watch(Session(web3, "keeper"))
    watch.update()
    (step,) = watch.plans.to_move(plan.start)
    watch.session.send(watch.session.wallet, step.call, step.what)
    now = web3.eth.get_block("latest")["timestamp"]

    assert watch.plans.to_move(now) == []
    assert sorted(watch.plans.moments) == [plan.start + 14 * DAY + 60 * DAY, pytest.approx(now + 90 * DAY, abs=5)]
