"""Escrow, its currencies and its people on a node: what they send, and what of it was refused."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from eth_abi import decode, encode
from eth_utils.abi import collapse_if_tuple, function_abi_to_4byte_selector

from scripts.artifacts import Artifact
from scripts.terms import domain_separator
from tests.fixtures.consent import ACTION, sign
from tests.fixtures.node import Node
from tests.fixtures.terms import EMPTY, MAX_UINT, Order
from tests.stateful.ids import order_id
from tests.stateful.signed import Signed

# Blocks are made when a step wants one, with its calls in their order; unoptimized code is longer than a chain allows.
NODE_FLAGS = (
    *("--hardfork=prague", "--accounts=12", "--block-base-fee-per-gas=0", "--gas-price=0", "--timestamp=2000000000"),
    *("--no-mining", "--order=fifo", "--code-size-limit=60000"),
)
BLOCK_GAS = 30_000_000
PLENTY = 2**112  # more than anybody can spend: an order is below 2**96

# Their constructors are told where others are.
LATER = ("Identity", "Reviews", "Loyalty", "Credit", "Provenance")
DOUBLES = ("Dollar", "DenyListToken", "ContractWallet", "RefusingReceiver", "GasEatingReceiver", "CoinForcer")
ACCOUNTS = (
    *("deployer", "seller", "second_seller", "buyer", "second_buyer", "payer"),
    *("carrier", "arbiter", "referrer", "loyalty", "stranger"),
)
WITH_CODE = {
    "contract_wallet": "ContractWallet",
    "refusing_receiver": "RefusingReceiver",
    "gas_eating_receiver": "GasEatingReceiver",
}

# What answers `balanceOf(account)` for coin: the account's balance, whatever the selector.
COIN_BALANCE = bytes.fromhex("600435315f5260205ff3")
ERROR_STRING = bytes.fromhex("08c379a0")


class Call(NamedTuple):
    """Somebody calls a contract of the market, and brings coin."""

    by: str
    verb: str
    args: tuple[Any, ...]
    coin: int = 0
    to: str = "Escrow"


class Contract(NamedTuple):
    """A deployed contract; functions by name and number of arguments: selector and types."""

    address: str
    functions: dict[tuple[str, int], tuple[bytes, tuple[str, ...]]]

    def data(self, verb: str, *args: Any) -> str:
        """A call, encoded."""
        return encoded(*self.functions[verb, len(args)], args)


class Market:
    """One Escrow with everything around it; `reset` takes all of it back to the beginning."""

    def __init__(self, node: Node, artifacts: dict[str, Artifact]) -> None:
        self.node = node
        accounts = node.rpc("eth_accounts")
        self.people = dict(zip(ACCOUNTS, (account.lower() for account in accounts), strict=False))
        self.now = int(node.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
        self.artifacts = self._given = artifacts
        self.contracts = {name: self._deploy(artifact) for name, artifact in artifacts.items() if name not in LATER}
        self.people |= {name: self.contracts[double].address for name, double in WITH_CODE.items()}
        self.escrow = self.contracts["Escrow"].address
        chain_id = int(node.rpc("eth_chainId"), 16)
        self.domain = domain_separator(chain_id, self.escrow)
        self._shown = {"name": "Handover", "version": "1", "chainId": chain_id, "verifyingContract": self.escrow}
        self.signed: dict[bytes, Signed] = {}
        self._coin_balance = self._create(bytes.fromhex("600a600c600039600a6000f3") + COIN_BALANCE)
        self._endow()
        self._deploy_later()
        self._start = node.rpc("evm_snapshot"), self.now

    @property
    def currencies(self) -> tuple[str, ...]:
        """What offers are in."""
        return EMPTY, self.contracts["Dollar"].address, self.deny_list

    @property
    def deny_list(self) -> str:
        """The currency whose issuer stops people."""
        return self.contracts["DenyListToken"].address

    @property
    def with_code(self) -> set[str]:
        """The people that are contracts."""
        return {self.people[name] for name in WITH_CODE}

    @property
    def holders(self) -> list[str]:
        """Whoever may have money."""
        return [self.escrow, *self.people.values()]

    def reset(self) -> None:
        """Everything is as after the deployment."""
        snapshot, self.now = self._start
        assert self.node.rpc("evm_revert", snapshot)
        self._start = self.node.rpc("evm_snapshot"), self.now

    def exchange(self, artifacts: dict[str, Artifact]) -> None:
        """Everything is as after the deployment, with others in the place of what was told where Escrow is."""
        self.reset()
        self.artifacts = self._given | artifacts
        self._deploy_later()
        self._start = self.node.rpc("evm_snapshot"), self.now

    def order_id(self, order: Order) -> bytes:
        """The order's id at this Escrow."""
        return order_id(order, self.domain)

    def keyholder(self, account: str) -> str:
        """Whose key speaks for an account; nobody's for a contract that cannot approve."""
        return self.people["deployer"] if account == self.people["contract_wallet"] else account

    def sign(self, signed: Signed) -> bytes:
        """The signature over an action."""
        stands = {"status": signed.status, "round": signed.round}
        message = {"order_id": self.order_id(signed.order), **signed.action._asdict(), "verb": signed.verb, **stands}
        signature = sign(self.node.rpc, signed.signer, self._shown, "Action", ACTION, message)
        self.signed[signature] = signed
        return signature

    def mine(self, now: int, calls: Sequence[Call]) -> list[str | None]:
        """Sends calls, which a block of this time (Unix seconds) takes in this order; why each failed, if it did."""
        self.now = now
        gas = BLOCK_GAS // max(len(calls), 1)
        receipts = self._mine([self.transaction(call) | {"gas": hex(gas)} for call in calls])
        return [None if receipt["status"] == "0x1" else self._reason(receipt) for receipt in receipts]

    def transaction(self, call: Call) -> dict[str, str]:
        """What has to be sent for a call; a contract is made to call by the deployer."""
        contract = self.contracts[call.to]
        data = contract.data(call.verb, *call.args)
        if call.by not in self.with_code:
            return transaction(call.by, contract.address, data, call.coin)
        actor = self.contracts["ContractWallet"]._replace(address=call.by)
        wrapped = actor.data("execute", contract.address, bytes.fromhex(data[2:]), call.coin)
        return transaction(self.people["deployer"], call.by, wrapped)

    def asked(self, questions: Iterable[tuple[str, str]]) -> list[list[int]]:
        """What contracts answer to calls (address and data), each in words."""
        calls = [("eth_call", ({"to": to, "data": data}, "latest")) for to, data in questions]
        return [words(answer) for answer in self.node.rpc_many(calls)]

    def views(self, contract: str, *questions: tuple[Any, ...]) -> list[list[int]]:
        """What views of a contract answer, each in words; a question is a name and arguments."""
        place = self.contracts[contract]
        return self.asked((place.address, place.data(*question)) for question in questions)

    def logs(self, contract: str, since: str = "0x0") -> list[dict[str, Any]]:
        """What a contract logged since a block."""
        place = {"address": self.contracts[contract].address, "fromBlock": since, "toBlock": "latest"}
        return list(self.node.rpc("eth_getLogs", place))

    def balance_call(self, account: str, currency: str) -> dict[str, str]:
        """The question how much an account has."""
        data = self.contracts["Dollar"].data("balanceOf", account)
        return {"to": self._coin_balance if currency == EMPTY else currency, "data": data}

    def escrow_call(self, view: str, *args: Any) -> dict[str, str]:
        """A question to Escrow."""
        return {"to": self.escrow, "data": self.contracts["Escrow"].data(view, *args)}

    def _endow(self) -> None:
        """Everybody is rich, and has allowed everything to Escrow."""
        self.node.rpc_many([("anvil_setBalance", (person, hex(PLENTY))) for person in self.people.values()])
        for token in ("Dollar", "DenyListToken"):
            for person in self.people.values():
                mint = Call(person, "mint", (person, PLENTY), to=token)
                self._must(mint, Call(person, "approve", (self.escrow, MAX_UINT), to=token))

    def _deploy_later(self) -> None:
        """Contracts that need others' addresses, and what they need to begin with."""

    def _must(self, *calls: Call) -> None:
        """What goes through."""
        assert self.mine(self.now + 1, calls) == [None] * len(calls), calls

    def _deploy(self, artifact: Artifact, arguments: bytes = b"") -> Contract:
        functions = {}
        for item in artifact.abi:
            if item["type"] == "function":
                types = tuple(collapse_if_tuple(argument) for argument in item["inputs"])
                functions[item["name"], len(types)] = function_abi_to_4byte_selector(item), types
        owner = encode(["address"], [self.people["deployer"]]) if artifact.name == "ContractWallet" else b""
        return Contract(self._create(artifact.creation + owner + arguments), functions)

    def _create(self, code: bytes) -> str:
        self.now += 1
        (receipt,) = self._mine([transaction(self.people["deployer"], None, "0x" + code.hex())])
        assert receipt["status"] == "0x1"
        return receipt["contractAddress"].lower()

    def _mine(self, transactions: list[dict[str, str]]) -> list[dict[str, Any]]:
        sent = [("eth_sendTransaction", (item,)) for item in transactions]
        *hashes, _ = self.node.rpc_many([*sent, ("evm_mine", (self.now,))])
        return self.node.rpc_many([("eth_getTransactionReceipt", (item,)) for item in hashes])

    def _reason(self, receipt: dict[str, Any]) -> str:
        options = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
        trace = self.node.rpc("debug_traceTransaction", receipt["transactionHash"], options)
        return reason(trace.get("output", "0x")) or str(trace)


@cache
def encoded(selector: bytes, types: tuple[str, ...], args: tuple[Any, ...]) -> str:
    """A call as the node takes it; most are made again at every look at the chain."""
    return "0x" + (selector + encode(types, args)).hex()


def transaction(sender: str, to: str | None, data: str, coin: int = 0) -> dict[str, str]:
    """What the node takes as a transaction."""
    sent = {"from": sender, "data": data, "value": hex(coin), "gas": hex(BLOCK_GAS // 2), "gasPrice": "0x0"}
    return sent if to is None else {**sent, "to": to}


def reason(output: str) -> str:
    """The sentence in what a call reverted with; empty where there is none."""
    response = bytes.fromhex(output[2:])
    return str(decode(["string"], response[4:])[0]) if response.startswith(ERROR_STRING) else ""


def words(answer: str) -> list[int]:
    """The numbers that a call returned."""
    return [int(answer[start : start + 64], 16) for start in range(2, len(answer), 64)]
