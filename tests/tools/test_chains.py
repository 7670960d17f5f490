"""Ganache, asked as Anvil is: the tests of the contracts rely on each of these answers."""

import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from eth_abi import encode
from web3 import HTTPProvider
from web3.types import RPCEndpoint

from scripts import parameters
from tools import anvil, chains
from tools.end_with_parent import ending_with_parent

YES = "0x" + "c0de" * 10
NO = "0x" + "dead" * 10
KEEPS_THE_TIME = "0x425f55"  # in its first word
REASON = "08c379a0" + encode(["string"], ["No: never"]).hex()
REFUSES = f"0x60{len(REASON) // 2:02x}8060095f395ffd" + REASON  # copies what follows the code, and reverts with it


class Asked:
    """A node; an error of it is an AssertionError."""

    def __init__(self, provider: chains.AsAnvil) -> None:
        self.provider = provider
        self.people = self("eth_accounts")

    def __call__(self, method: str, *params: Any) -> Any:
        answer = self.provider.make_request(RPCEndpoint(method), list(params))
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def send(self, to: str, **more: str) -> str:
        """Its hash; it waits to be mined."""
        sent = {"from": self.people[0], "to": to, "gas": hex(100_000), "gasPrice": "0x0", **more}
        return str(self("eth_sendTransaction", sent))

    def status(self, key: str) -> int:
        """0 where it was refused."""
        return int(self("eth_getTransactionReceipt", key)["status"], 16)


@pytest.fixture(scope="module")
def ask() -> Iterator[Asked]:
    port = anvil.free_port()
    command = ending_with_parent([*shlex.split(chains.GANACHE.command), "--server.port", str(port)])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(line.startswith("RPC Listening") for line in process.stdout)
        asked = Asked(chains.AsAnvil(HTTPProvider(f"http://{anvil.HOST}:{port}")))
        asked("evm_setAutomine", False)
        asked("anvil_setCode", YES, KEEPS_THE_TIME)
        asked("anvil_setCode", NO, REFUSES)
        yield asked
        process.kill()


def test_accounts_and_chain(ask: Asked) -> None:
    assert [account.lower() for account in ask.people] == [one.lower() for one in parameters.PUBLIC_ACCOUNTS]
    assert int(ask("eth_chainId"), 16) == parameters.DEVNET


def test_nothing_is_paid_for_gas(ask: Asked) -> None:
    before = ask("eth_getBalance", ask.people[0], "latest")
    keys = [ask.send(NO, gas=hex(14_000_000)) for _ in range(2)]
    ask("evm_mine")
    assert [ask.status(key) for key in keys] == [0, 0]
    assert int(ask("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16) == 0
    assert ask("eth_getBalance", ask.people[0], "latest") == before


def test_next_blocks_time(ask: Asked) -> None:
    moment = int(ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + 1_000
    ask("evm_setNextBlockTimestamp", moment)
    key = ask.send(YES)
    ask("evm_mine")
    assert ask.status(key) == 1
    assert int(ask("eth_getStorageAt", YES, "0x0", "latest"), 16) == moment
    ask("evm_mine", moment + 5)
    assert int(ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) == moment + 5


def test_reason_of_a_refusal(ask: Asked) -> None:
    """One tells it of a call, the other of a transaction."""
    answer = ask.provider.make_request(RPCEndpoint("eth_call"), [{"to": NO}, "latest"])
    assert answer["error"]["data"] == "0x" + REASON
    key = ask.send(NO)
    ask("evm_mine")
    assert ask("debug_traceTransaction", key, {"tracer": "callTracer"}) == {"output": "0x" + REASON}


def test_words_that_changed(ask: Asked) -> None:
    moment = int(ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16) + 50
    key = ask.send(YES)
    ask("evm_mine", moment)
    diff = ask("debug_traceTransaction", key, {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}})
    assert [int(word, 16) for word in diff["post"][YES]["storage"]] == [0]
    again = ask.send(YES)
    ask("evm_mine", moment)
    diff = ask("debug_traceTransaction", again, {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}})
    assert diff["post"] == {}, "written, but with what was there"
