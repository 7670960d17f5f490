"""What the relay asks of the node: what a call would do and cost, and what became of a transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from faster_eth_abi import decode
from faster_eth_abi.exceptions import DecodingError

from frontend.abi import Function
from frontend.chain import NONSENSE, Chain, unhex
from scripts.address_book import Deployed
from scripts.credit.terms import Plan
from scripts.wallet import Call

ERROR = "08c379a0"  # selector of the ABI's Error(string)
MAX_REASON = 100  # characters of what a contract says; those of the market's have 32 at most
KNOWN = ("already known", "already imported", "known transaction", "nonce too low")
FAILED = ("revert", "gas", "opcode", "evm error")  # of a call; anything else is the node's own trouble
GWEI = 10**9
ORACLE = "0x420000000000000000000000000000000000000F"  # where second layers of one kind tell their first layer's fee
UPPER_BOUND = "f1c7a58b"  # selector of getL1FeeUpperBound(uint256): of a transaction of so many bytes, unsigned
ENVELOPE = 120  # bytes of a transaction beside its data, at most

Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")


class Reverted(Exception):
    """A call would fail; `reason` is the contract's own, or empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Fees:
    """The most that a unit of gas may cost, and what of it goes to whoever builds the block; and what a second layer
    takes beside it for the first, as things are (wei)."""

    most: int
    tip: int
    first: int = 0

    @property
    def raised(self) -> "Fees":
        """What nodes take instead of a transaction that hangs: an eighth more."""
        return Fees(self.most * 9 // 8 + 1, self.tip * 9 // 8 + 1)

    def at_least(self, other: "Fees") -> "Fees":
        """The higher of each."""
        return Fees(max(self.most, other.most), max(self.tip, other.tip), max(self.first, other.first))


@dataclass(frozen=True)
class Receipt:
    """A mined transaction; `cost` in gwei, rounded up, with what a second layer takes for the first."""

    hash: str
    is_good: bool
    block: int
    cost: int


def _making_sense(
    method: Callable[Concatenate["Wire", Arguments], Answer],
) -> Callable[Concatenate["Wire", Arguments], Answer]:
    """A method that raises NodeDown where what the node answers cannot be made sense of."""

    @wraps(method)
    def asking(wire: "Wire", *given: Arguments.args, **named: Arguments.kwargs) -> Answer:
        try:
            return method(wire, *given, **named)
        except NONSENSE as error:
            raise wire.chain.down(f"an answer that makes no sense ({type(error).__name__})") from error

    return cast(Callable[Concatenate["Wire", Arguments], Answer], asking)


class Wire:
    """The node as the relay uses it. Every method raises NodeDown where the node does not answer."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain

    def rehearse(self, sender: str, call: Call, gas: int) -> None:
        """Raises Reverted where the contract would refuse this call, or it needs more gas than this."""
        self._tried("eth_call", {**_written(sender, call), "gas": hex(gas)})

    @_making_sense
    def needed(self, sender: str, call: Call, gas: int) -> int:
        """The gas that a call needs, this at most; raises Reverted."""
        return int(self._tried("eth_estimateGas", {**_written(sender, call), "gas": hex(gas)}), 16)

    @_making_sense
    def fees(self, data: bytes) -> Fees:
        """What is paid at the moment for a transaction with this data, with room for a few fuller blocks."""
        asked = [("eth_getBlockByNumber", ["latest", False]), ("eth_maxPriorityFeePerGas", [])]
        block, tip = self.chain.ask_many(asked)
        most = 2 * int(block["baseFeePerGas"], 16) + int(tip, 16)
        return Fees(most, int(tip, 16), self._first_layers(len(data) + ENVELOPE))

    @_making_sense
    def next_payment(self, credit: Deployed, plan: Plan) -> int:
        """What a plan asks for next, or what ends it where that is less; 0 once it has ended."""
        view = Function.of(credit, "record")
        asked = {"to": credit.address, "data": "0x" + view.encode((plan,)).hex()}
        (answer,) = self.chain.ask_many([("eth_call", [asked, "latest"])])
        _, _, _, _, payoff, _, amount, *_ = view.decode(unhex(answer))
        return int(min(amount or payoff, payoff))

    @_making_sense
    def standing(self, account: str) -> tuple[int, int, int]:
        """How many transactions of an account are mined, how much coin it has (gwei), and the latest block."""
        asked = [(name, [account, "latest"]) for name in ("eth_getTransactionCount", "eth_getBalance")]
        count, balance, head = self.chain.ask_many([*asked, ("eth_blockNumber", [])])
        return int(count, 16), int(balance, 16) // GWEI, int(head, 16)

    def broadcast(self, raw: bytes) -> str:
        """Gives the node a signed transaction; says why it does not take it, empty where it has it."""
        answer = self.chain.ask("eth_sendRawTransaction", "0x" + raw.hex())
        message = _message(answer)
        return "" if "error" not in answer or any(word in message.lower() for word in KNOWN) else message

    @_making_sense
    def receipts(self, hashes: Sequence[str]) -> dict[str, Receipt]:
        """Those of these transactions that are mined."""
        found = self.chain.ask_many([("eth_getTransactionReceipt", [one]) for one in hashes]) if hashes else []
        return {one["transactionHash"]: _receipt(one) for one in found if one}

    def sign(self, transaction: dict[str, Any]) -> bytes:
        """What a devnet's node signs for one of its accounts."""
        (raw,) = self.chain.ask_many([("eth_signTransaction", [transaction])])
        return unhex(raw)

    def _first_layers(self, size: int) -> int:
        """What may be taken for the first layer of a transaction of so many bytes (wei); 0 where nobody tells."""
        call = {"to": ORACLE, "data": f"0x{UPPER_BOUND}{size:064x}"}
        try:
            answer = self._tried("eth_call", call)
        except Reverted:
            return 0
        return int(answer, 16) if answer != "0x" else 0

    def _tried(self, method: str, call: dict[str, Any]) -> Any:
        answer = self.chain.ask(method, call, "latest")
        if "error" not in answer:
            return answer["result"]
        if any(word in _message(answer).lower() for word in FAILED):
            raise Reverted(_reason(answer["error"]))
        raise self.chain.down(answer["error"])


def _written(sender: str, call: Call) -> dict[str, Any]:
    asked = {"to": call.to, "data": "0x" + call.data.hex()}
    return {**asked, "from": sender} if sender else asked


def _receipt(found: dict[str, Any]) -> Receipt:
    gas = int(found["gasUsed"], 16) * int(found["effectiveGasPrice"], 16)
    wei = gas + int(found.get("l1Fee") or "0x0", 16)
    return Receipt(found["transactionHash"], found["status"] == "0x1", int(found["blockNumber"], 16), -(-wei // GWEI))


def _message(answer: Any) -> str:
    error = answer.get("error")
    return str(error.get("message", "") if isinstance(error, dict) else error)


def _reason(error: Any) -> str:
    """A contract's words for its refusal, of printable ASCII as those of the market's are."""
    data = error.get("data") if isinstance(error, dict) else None
    if not isinstance(data, str) or not data.startswith(f"0x{ERROR}"):
        return ""
    try:
        (reason,) = decode(["string"], bytes.fromhex(data[10:]))
    except (*NONSENSE, DecodingError):
        return ""
    return "".join(character for character in reason[:MAX_REASON] if " " <= character <= "~")
