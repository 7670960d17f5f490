"""A devnet's past: transactions at given days before now, all of one moment in one block, none waited for singly."""

import time
from collections import defaultdict
from dataclasses import dataclass

from web3 import Web3

from scripts import node
from scripts.parameters import DAY
from scripts.refusal import Refusal
from scripts.wallet import Call, transaction

GAS = 1_500_000  # a block of the devnet has room for twenty such
MAX_PER_BLOCK = 20


@dataclass(frozen=True)
class Step:
    """One transaction of the past; `label` says what it is should it fail."""

    days_ago: float
    sender: str
    call: Call
    label: str


class Timeline:
    """Steps in any order; `play` sends them in the order of their days.

    The last day ends at `end` (Unix seconds), or later on a chain that is too far ahead for `longest` days before it.
    """

    def __init__(self, web3: Web3, end: int, longest: float) -> None:
        latest = int(web3.eth.get_block("latest")["timestamp"])
        self.web3 = web3
        self.end = max(end, latest + int(longest * DAY) + 1)
        self.steps: list[Step] = []
        self._begun = time.monotonic()

    def add(self, days_ago: float, sender: str, call: Call, label: str) -> None:
        """Plan a transaction."""
        self.steps.append(Step(days_ago, sender, call, label))

    def time_of(self, days_ago: float) -> int:
        """The time of the block that holds what happens so many days before the end."""
        return self.end - int(days_ago * DAY)

    def play(self) -> None:
        """Send everything; the chain's clock then goes on from the end."""
        node.request(self.web3, "evm_setAutomine", False)
        try:
            sent = self._send()
        finally:
            node.request(self.web3, "evm_setAutomine", True)
        node.request(self.web3, "anvil_setTime", self.end + int(time.monotonic() - self._begun))
        node.request(self.web3, "evm_mine")
        self._refuse_failures(sent)

    def _send(self) -> list[tuple[str, str]]:
        """Send and mine; returns each transaction's hash and label."""
        nonces = self._nonces()
        sent: list[tuple[str, str]] = []
        moment = 0
        for days_ago, steps in self._moments():
            for start in range(0, len(steps), MAX_PER_BLOCK):
                block = steps[start : start + MAX_PER_BLOCK]
                requests: list[node.Request] = []
                for step in block:
                    fields = {**transaction(step.sender, step.call), "gas": hex(GAS), "nonce": hex(nonces[step.sender])}
                    fields["value"] = hex(step.call.value)
                    nonces[step.sender] += 1
                    requests.append(("eth_sendTransaction", [fields]))
                hashes = node.batch(self.web3, requests)
                sent += zip(hashes, [step.label for step in block], strict=True)
                moment = max(self.time_of(days_ago), moment + 1)
                node.request(self.web3, "evm_mine", moment)
        return sent

    def _moments(self) -> list[tuple[float, list[Step]]]:
        moments: dict[float, list[Step]] = defaultdict(list)
        for step in self.steps:
            moments[step.days_ago].append(step)
        return sorted(moments.items(), reverse=True)

    def _nonces(self) -> dict[str, int]:
        senders = list({step.sender for step in self.steps})
        counts = node.batch(self.web3, [("eth_getTransactionCount", [sender, "latest"]) for sender in senders])
        return {sender: int(count, 16) for sender, count in zip(senders, counts, strict=True)}

    def _refuse_failures(self, sent: list[tuple[str, str]]) -> None:
        receipts = node.batch(self.web3, [("eth_getTransactionReceipt", [hash_]) for hash_, _ in sent])
        for receipt, (_, label) in zip(receipts, sent, strict=True):
            if receipt is None or int(receipt["status"], 16) != 1:
                raise Refusal(f"The demo's step {label!r} failed.")
