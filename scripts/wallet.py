"""Wallets: whoever signs and sends. Private keys stay in the node, or in Brownie's encrypted keystore."""

from dataclasses import dataclass
from typing import Any, Protocol

from web3 import Web3
from web3.exceptions import ContractLogicError, Web3RPCError
from web3.types import TxReceipt

from scripts import node
from scripts.refusal import Refusal

DEPLOYMENT = ""  # in place of a receiver: the call creates a contract


@dataclass(frozen=True)
class Call:
    """A transaction that is still to be signed: to whom, with which data, and how much coin (smallest unit)."""

    to: str
    data: bytes
    value: int = 0


class Wallet(Protocol):
    """An account that can send; `address` is checksummed."""

    @property
    def address(self) -> str: ...

    def send(self, call: Call) -> TxReceipt:
        """Send and wait until it is mined; raises Refusal with the reason if it fails."""
        ...

    def sign(self, asked: dict[str, Any]) -> bytes:
        """The signature of typed data (EIP-712), as eth_signTypedData_v4 takes them."""
        ...

    def sign_text(self, text: str) -> bytes:
        """The signature of a text (personal_sign)."""
        ...


@dataclass(frozen=True)
class NodeWallet:
    """An account that the devnet's node holds unlocked."""

    web3: Web3
    address: str

    def send(self, call: Call) -> TxReceipt:
        """See Wallet."""
        refuse_failing(self.web3, self.address, call)
        hash_ = self.web3.eth.send_transaction(transaction(self.address, call))  # type: ignore[arg-type]
        return succeeded(self.web3.eth.wait_for_transaction_receipt(hash_, poll_latency=0.02))

    def sign(self, asked: dict[str, Any]) -> bytes:
        """See Wallet."""
        return bytes.fromhex(node.request(self.web3, "eth_signTypedData_v4", self.address, asked)[2:])

    def sign_text(self, text: str) -> bytes:
        """See Wallet."""
        return bytes(self.web3.eth.sign(self.address, text=text))  # type: ignore[arg-type]


def transaction(sender: str, call: Call) -> dict[str, Any]:
    """A call as the parameters of eth_call and eth_sendTransaction."""
    fields = {"from": sender, "data": "0x" + call.data.hex(), "value": call.value}
    return fields if call.to == DEPLOYMENT else {**fields, "to": call.to}


def refuse_failing(web3: Web3, sender: str, call: Call) -> None:
    """Try a call without sending it; raises Refusal with the contract's or the node's reason if it would fail."""
    try:
        web3.eth.call(transaction(sender, call))  # type: ignore[arg-type]
    except ContractLogicError as error:
        raise Refusal(f"Refused by the contract: {reason_of(error)}.") from None
    except Web3RPCError as error:
        raise Refusal(f"Refused by the node: {_message(error)}.") from None


def succeeded(receipt: TxReceipt) -> TxReceipt:
    """The same receipt; raises Refusal if the transaction failed after all."""
    if receipt["status"] != 1:
        raise Refusal(f"Transaction {receipt['transactionHash'].to_0x_hex()} failed: something else was mined first.")
    return receipt


def reason_of(error: ContractLogicError) -> str:
    """The contract's own sentence."""
    reason = (error.message or "").removeprefix("execution reverted").removeprefix(":").strip()
    return reason or "it gave no reason"


def _message(error: Web3RPCError) -> str:
    response = error.rpc_response or {}
    detail = response.get("error", {})
    return str(detail.get("message", error)) if isinstance(detail, dict) else str(detail)
