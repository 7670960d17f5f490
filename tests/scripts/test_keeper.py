"""keeper: what is overdue ends, and nothing earlier."""

import contextlib
import io
import os
import signal
import subprocess
import sys

import pytest

from scripts import keeper, parameters
from scripts.parameters import DAY
from scripts.session import Session
from scripts.terms import Status
from tests.scripts.conftest import until

pytestmark = pytest.mark.usefixtures("isolation")


@pytest.fixture
def at(node):
    """`at(moment)`: the next block's time, and the chain's time from now on."""

    def go(moment):
        node.rpc("anvil_setTime", moment)
        node.rpc("evm_mine")

    return go


@pytest.fixture
def deadline(market):
    return lambda order: market.sale(market.order_id(order)).record.deadline


def test_nothing_to_do(terminal, paid, web3):
    paid()
    before = web3.eth.block_number

    assert "Nothing is overdue" in terminal.run(keeper.once)
    assert web3.eth.block_number == before


def test_default_for_the_seller_is_enforced_at_the_deadline(terminal, in_status, status, at, deadline, name):
    order = in_status(Status.AWAITING_CONFIRMATION)
    at(deadline(order) - 60)
    terminal.run(keeper.once)
    assert status(order) == Status.AWAITING_CONFIRMATION

    at(deadline(order))
    output = terminal.run(keeper.once)

    assert status(order) == Status.CLOSED
    assert f"{name(order)}: awaiting confirmation, overdue since" in output


def test_default_for_the_buyer_is_given_an_hour(terminal, paid, status, at, deadline):
    order = paid()
    at(deadline(order) + parameters.KEEPER_GRACE - 60)
    terminal.run(keeper.once)
    assert status(order) == Status.AWAITING_SHIPMENT

    at(deadline(order) + parameters.KEEPER_GRACE)
    terminal.run(keeper.once)

    assert status(order) == Status.CLOSED


def test_every_status_ends(terminal, in_status, status, at, later):
    orders = [in_status(wanted) for wanted in Status if wanted.is_open]
    later(100)

    output = terminal.run(keeper.once)

    assert {status(order) for order in orders} == {Status.CLOSED}
    assert "enforce_many of 7" in output


def test_more_than_a_batch(terminal, market, wallet, published, paid, status, later, web3):
    wallet("merchant1").send(market.call("set_cap", published, 1_000))
    orders = [paid() for _ in range(parameters.MAX_BATCH + 1)]
    later(4)
    before = web3.eth.block_number

    terminal.run(keeper.once)

    assert {status(order) for order in orders} == {Status.CLOSED}
    assert web3.eth.block_number == before + 2


def test_withdraws_for_the_accounts_it_is_told(terminal, market, wallet, published, paid, move, account, web3):
    shared = published._replace(commission_bps=1_000)
    wallet("merchant1").send(market.call("publish", shared, 3))
    order = paid(offer=shared, referrer=account("storefront"))
    move("shopper1", "confirm", order)
    before = web3.eth.get_balance(account("storefront"))

    terminal.run(keeper.once)
    assert web3.eth.get_balance(account("storefront")) == before

    terminal.run(keeper.once, "withdraw=storefront,stranger")
    assert web3.eth.get_balance(account("storefront")) == before + order.total // 10


def test_watch_reads_each_order_once_and_forgets_the_ended(web3, paid, move, node):
    watch = keeper.Watch(Session(web3, "keeper"))
    first, second = paid(), paid()
    watch.update()
    assert len(watch.open) == 2

    move("shopper1", "confirm", first)
    third = paid()
    watch.update()

    assert {sale.order for sale in watch.open.values()} == {second, third}


def test_watch_begins_anew_after_the_chain_was_taken_back(web3, paid, node):
    watch = keeper.Watch(Session(web3, "keeper"))
    first = paid()
    snapshot = node.rpc("evm_snapshot")
    paid()
    watch.update()
    assert len(watch.open) == 2

    node.rpc("evm_revert", snapshot)
    watch.update()

    assert [sale.order for sale in watch.open.values()] == [first]


@pytest.fixture
def interruptible():
    """A shell without a terminal lets what it starts in the background ignore Ctrl-C, and processes inherit this."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_loop_enforces_as_time_passes_until_it_is_stopped(web3, node, folders, in_status, status, later):
    """As it is run: a process of its own, which ends with a sentence."""
    order = in_status(Status.AWAITING_CONFIRMATION)
    environment = {
        **os.environ,
        "HANDOVER_PORT": str(node.port),
        "HANDOVER_DEPLOYMENTS": str(parameters.DEPLOYMENTS),
        "PYTHONUNBUFFERED": "1",
    }
    command = [os.path.join(os.path.dirname(sys.executable), "brownie"), "run", "keeper", "loop", "--network", "anvil"]
    process = subprocess.Popen(
        command,
        cwd=parameters.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        output = []
        for line in process.stdout:
            output.append(line)
            if "Keeping the market as keeper" in line:
                break
        assert status(order) == Status.AWAITING_CONFIRMATION, "".join(output)

        later(8)
        until(lambda: status(order) == Status.CLOSED)
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "Stopped. What was sent before is valid" in rest
    assert "Traceback" not in rest


def test_usage(terminal):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        keeper.main()

    assert "once [withdraw=WITHDRAW] [least=LEAST] [as=NAME]" in output.getvalue()
    assert terminal.refused(keeper.once, "now") == "Usage: once [withdraw=WITHDRAW] [least=LEAST] [as=NAME]"
    assert DAY == 86_400
