"""A market on a node of its own, and its people by role."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from eth_utils.abi import collapse_if_tuple, function_abi_to_4byte_selector
from faster_eth_abi import decode, encode
from web3 import Web3

from scripts import artifacts, parameters
from scripts.address_book import AddressBook, Deployed, loyalty_of
from scripts.deploy import deploy
from scripts.market import Market
from scripts.parameters import Network
from scripts.wallet import Call, NodeWallet, transaction
from tests.fixtures.node import Node

GAS = 16_000_000
MAX = 2**256 - 1
PEOPLE = (
    *("deployer", "seller", "rival", "buyer", "friend"),
    *("carrier", "arbiter", "referrer", "loyalty", "stranger"),
)
NODE_FLAGS = ("--order", "fifo", "--gas-limit", str(10**10))


class Caller:
    """Encodes calls of one contract, each function's types looked up once."""

    def __init__(self, contract: Deployed) -> None:
        self.address = contract.address
        self._functions = {entry["name"]: entry for entry in contract.abi if entry["type"] == "function"}
        self._known: dict[str, tuple[bytes, list[str]]] = {}

    def call(self, name: str, *arguments: Any, value: int = 0) -> Call:
        """A call with arguments as the ABI has them; offers and orders are tuples."""
        if name not in self._known:
            abi = self._functions[name]
            types = [collapse_if_tuple(part) for part in abi["inputs"]]
            self._known[name] = function_abi_to_4byte_selector(abi), types
        selector, types = self._known[name]
        return Call(self.address, selector + encode(types, arguments), value)


class Devnet:
    """A node with the market's contracts and some people, by role."""

    def __init__(self, node: Node, deployments: Path) -> None:
        self.node = node
        self.web3 = Web3(node.provider)
        self.deployments = parameters.DEPLOYMENTS = deployments
        accounts = self.web3.eth.accounts
        deployer = NodeWallet(self.web3, accounts[0])
        self.people: dict[str, str] = dict(zip(PEOPLE, accounts, strict=True))
        self.book: AddressBook = deploy(deployer, self.web3, self._network())
        self.market = Market(self.web3, self.book)
        self.escrow = Caller(self.book.contracts["Escrow"])
        self.identity = Caller(self.book.contracts["Identity"])
        self.provenance = Caller(self.book.contracts["Provenance"])
        self.reviews = Caller(self.book.contracts["Reviews"])
        self.dollar = Caller(self.book.contracts["Dollar"])
        self.credit = Caller(self.book.contracts[self.book.credit_name(self.book.currency(self.dollar.address))])
        self.loyalties = {one.address: Caller(self.book.contracts[loyalty_of(one)]) for one in self.book.currencies}
        self.doubles = {
            "wallet": self._double(deployer, "ContractWallet", ["address"], [accounts[3]]),
            "refuser": self._double(deployer, "RefusingReceiver", [], []),
        }
        self.credulous = self._double(deployer, "CredulousToken", [], [])
        self.people |= self.doubles
        self._nonces: dict[str, int] = {}
        node.rpc("evm_setAutomine", False)
        self._open_purses()

    def mine(self, *sent: tuple[str, Call], after: int = 0) -> None:
        """Mines these into one block, `after` seconds later than it would be; what fails, fails quietly."""
        self.node.rpc_many([("eth_sendTransaction", [self._transaction(who, call)]) for who, call in sent])
        if after:
            self.node.rpc("evm_increaseTime", after)
        self.node.rpc("evm_mine")

    def roll_back(self, blocks: int) -> None:
        """Makes the chain lose its last blocks."""
        self.node.rpc("anvil_rollback", blocks)
        self.forget_nonces()

    def forget_nonces(self) -> None:
        """To be called when the chain has lost transactions."""
        self._nonces.clear()

    def read(self, calls: list[Call], types: list[str]) -> list[tuple[Any, ...]]:
        """What views answer."""
        asked = [("eth_call", [{"to": call.to, "data": "0x" + call.data.hex()}, "latest"]) for call in calls]
        return [decode(types, bytes.fromhex(answer[2:])) for answer in self.node.rpc_many(asked)] if asked else []

    def time(self) -> int:
        """The latest block's time."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def _transaction(self, who: str, call: Call) -> dict[str, Any]:
        if who in self.doubles.values():
            call = self._execute(who, call.to, call.data, call.value, value=call.value)
            who = self.people["deployer"]
        sent = transaction(who, call)
        price = {"gas": hex(GAS), "gasPrice": hex(2 * 10**9), "nonce": hex(self._nonce(who))}
        return {**sent, "value": hex(sent["value"]), **price}

    def _nonce(self, who: str) -> int:
        if who not in self._nonces:
            self._nonces[who] = int(self.node.rpc("eth_getTransactionCount", who, "latest"), 16)
        self._nonces[who] += 1
        return self._nonces[who] - 1

    def _double(self, deployer: NodeWallet, name: str, types: list[str], values: list[Any]) -> str:
        creation = artifacts.compiled(name).creation + encode(types, values)
        return str(deployer.send(Call("", creation))["contractAddress"])

    def _network(self) -> Network:
        """The devnet, but the account called loyalty vouches for buyers and sellers; offers here are larger, too."""
        network = parameters.network(parameters.DEVNET)
        lending = replace(network.lending, issuer=self.people["loyalty"], base="1000", maximum="10000")
        return replace(network, lending=lending)

    def _execute(self, double: str, *arguments: Any, value: int) -> Call:
        """A double's own way to call something; all doubles share it."""
        wallet = Deployed(double, artifacts.compiled("ContractWallet").abi, "")
        return Caller(wallet).call("execute", *arguments, value=value)

    def _open_purses(self) -> None:
        """Dollars for everybody, allowed to Escrow, and coin for the doubles."""
        given = [(account, self.dollar.call("mint", account, 10**18)) for account in self.people.values()]
        spenders = (self.escrow.address, self.loyalties[self.dollar.address].address, self.credit.address)
        allowed = [self.dollar.call("approve", spender, MAX) for spender in spenders]
        self.mine(*given, *((account, call) for account in self.people.values() for call in allowed))
        for double in self.doubles.values():
            self.node.rpc("anvil_setBalance", double, hex(10**24))
