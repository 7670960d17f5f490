"""The two chains that tests run on: Anvil, which has what Ethereum has today, and Ganache, which ends at shanghai.

HANDOVER_CHAIN chooses. Tests speak Anvil's words; what Ganache says otherwise is put into them here, and what it lacks
is named in tests/fixtures/chains.py.
"""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_abi.abi import encode
from web3.providers import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from tools import anvil

ROOT = Path(__file__).resolve().parent.parent
# Its accounts are Anvil's. Compiled for shanghai, Escrow and Provenance are larger than Ethereum's 24,576 bytes: their
# lock is in storage, and memory is copied by loops. What a call is refused for comes with the answer.
_GANACHE = (
    f"node {shlex.quote(str(ROOT / 'tools' / 'ganache.cjs'))} --hardfork shanghai --chain.chainId 31337"
    " --wallet.totalAccounts 23 --wallet.mnemonic 'test test test test test test test test test test test junk'"
    " --wallet.defaultBalance 10000 --miner.blockGasLimit 30000000 --miner.defaultGasPrice 0"
    " --chain.allowUnlimitedContractSize --chain.vmErrorsOnRPCResponse --logging.quiet"
)


@dataclass(frozen=True)
class Chain:
    """How a node is started, and which EVM contracts are compiled for there."""

    name: str
    command: str
    evm_version: str


ANVIL = Chain("anvil", anvil.COMMAND, "cancun")
GANACHE = Chain("ganache", _GANACHE, "shanghai")
CHAINS = {chain.name: chain for chain in (ANVIL, GANACHE)}


def chosen() -> Chain:
    """The chain that HANDOVER_CHAIN names, or Anvil; KeyError for another name."""
    return CHAINS[os.environ.get("HANDOVER_CHAIN", ANVIL.name)]


ERROR_STRING = "0x08c379a0"
# Anvil's words: Ganache's
WORDS = {
    "anvil_setBalance": "evm_setAccountBalance",
    "anvil_setCode": "evm_setAccountCode",
}


class AsAnvil(BaseProvider):
    """Ganache, asked in Anvil's words."""

    def __init__(self, ganache: Any) -> None:
        super().__init__()
        self._ganache = ganache
        self._next_time: int | None = None  # what the next block's time was set to
        self._refused: dict[str, str] = {}  # the reasons of refused transactions
        self._chain_id: RPCResponse | None = None  # Brownie asks for it twice a transaction, and it never changes

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """The answer, as Anvil would give it."""
        if method == "eth_chainId":
            self._chain_id = self._chain_id or self._ask(method)
            return self._chain_id
        if method == "evm_setNextBlockTimestamp":
            (self._next_time,) = params
            return _answer(None)
        if method == "evm_mine":
            return self._mine(*params)
        if method == "evm_setAutomine":
            return self._ask("miner_start" if params[0] else "miner_stop")
        if method == "debug_traceTransaction" and params[1:] and "tracer" in params[1]:
            key = params[0] if isinstance(params[0], str) else "0x" + bytes(params[0]).hex()
            return _answer(self._changes(key) if params[1]["tracer"] == "prestateTracer" else self._top_call(key))
        return self._ask(WORDS.get(method, method), *params)

    def make_batch_request(self, requests: list[tuple[RPCEndpoint, Any]]) -> list[RPCResponse] | RPCResponse:
        """The answers, in the order of the questions; reads only."""
        answers: list[RPCResponse] = self._ganache.make_batch_request(requests)
        return answers

    def is_connected(self, show_traceback: bool = False) -> bool:
        """Whether the node answers."""
        connected: bool = self._ganache.is_connected(show_traceback)
        return connected

    def _ask(self, method: str, *params: Any) -> RPCResponse:
        answer: RPCResponse = self._ganache.make_request(RPCEndpoint(method), list(params))
        return answer

    def _mine(self, moment: int | None = None) -> RPCResponse:
        """Mine a block; Ganache answers with what was refused in it, which is no failure of mining."""
        moment = self._next_time if moment is None else moment
        self._next_time = None
        answer = self._ask("evm_mine", *([] if moment is None else [moment]))
        refused: Any = answer.get("error")
        if refused is None or not isinstance(refused.get("data"), dict):
            return answer
        self._refused |= {key: found["reason"] for key, found in refused["data"].items() if found["reason"]}
        return _answer("0x0")

    def _top_call(self, key: str) -> dict[str, str]:
        """What a transaction was refused with, as `callTracer` has it."""
        reason = self._refused.get(key)
        return {"output": ERROR_STRING + encode(["string"], [reason]).hex() if reason else "0x"}

    def _changes(self, key: str) -> dict[str, Any]:
        """The words of storage that a transaction alone in its block changed, as `prestateTracer` has them."""
        sent = self._ask("eth_getTransactionByHash", key)["result"]
        trace = self._ask("debug_traceTransaction", key, {"disableMemory": True, "disableStorage": True})["result"]
        blocks = [hex(int(sent["blockNumber"], 16) - 1), sent["blockNumber"]]
        after: dict[str, Any] = {}
        for place, word in _written(sent["to"], trace["structLogs"]):
            asked = [(RPCEndpoint("eth_getStorageAt"), [place, word, block]) for block in blocks]
            before, now = (str(answer["result"])[2:] for answer in self._ganache.make_batch_request(asked))
            if int(before or "0", 16) != int(now or "0", 16):
                after.setdefault(place.lower(), {"storage": {}})["storage"][word] = now
        return {"pre": {}, "post": after}


def _written(contract: str, steps: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """The contracts and words that a trace's steps wrote, whether that lasted or not."""
    running = [contract]  # each called by the one before
    written = set()
    for step in steps:
        del running[step["depth"] :]
        if step["op"] == "SSTORE":
            written.add((running[-1], "0x" + step["stack"][-1].removeprefix("0x")))
        elif step["op"] in ("CALL", "STATICCALL"):
            running.append("0x" + step["stack"][-2][-40:])
        elif step["op"] == "DELEGATECALL":
            running.append(running[-1])
    return written


def _answer(result: Any) -> RPCResponse:
    """An answer that Ganache did not give."""
    return {"jsonrpc": "2.0", "id": 0, "result": result}
