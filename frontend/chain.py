"""The one file that talks to a node."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

import requests
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from faster_eth_abi import encode
from faster_eth_abi.exceptions import DecodingError
from requests.adapters import HTTPAdapter
from urllib3.util import Retry
from web3 import HTTPProvider
from web3.types import RPCEndpoint, RPCResponse

from frontend.abi import Function
from frontend.config import AddressBook
from scripts.claims import word_of
from scripts.credentials.checking import Claim
from scripts.credit.terms import Parameters
from scripts.terms import Kind, Record, Status, Stock

TIMEOUT = 10.0
VERIFIED_FOR = 10.0
ACCOUNTS_FOR = 1.0  # seconds
HEADERS_AT_ONCE = 100
MAX_REASON = 200  # characters of what a node says is wrong
ERC1271_MAGIC = bytes.fromhex("1626ba7e")
ERC1271_YES = "0x" + ERC1271_MAGIC.hex() + "00" * 28
AUTHORIZATION_STATE = bytes.fromhex("e94a0102")  # selector of ERC-3009's authorizationState(address,bytes32)
AUTHORIZATION_USED = "0x" + keccak(text="AuthorizationUsed(address,bytes32)").hex()
ERC1271_GAS = 3_000_000  # enough for many owners' keys; what a hostile contract may make the node do

NONSENSE = (LookupError, TypeError, ValueError, AttributeError, DecodingError)

Call = tuple[str, list[Any]]
Answer = TypeVar("Answer")
Arguments = ParamSpec("Arguments")


class NodeDown(Exception):
    """The node does not answer, or answers nonsense. One sentence."""


class WrongChain(Exception):
    """The node serves another chain or other contracts than the address book. One sentence."""


class RangeRefused(Exception):
    """The node refuses to give the logs of so many blocks at once."""


@dataclass(frozen=True)
class Header:
    """A block: its number, hash, parent's hash and time (Unix seconds)."""

    number: int
    hash: str
    parent: str
    time: int


@dataclass(frozen=True)
class Reserve:
    """What a Loyalty has of its currency, and its points, both in the currency's smallest units, as of a block."""

    loyalty: str
    currency: str
    reserve: int
    supply: int
    block: Header


def _making_sense(
    method: Callable[Concatenate["Chain", Arguments], Answer],
) -> Callable[Concatenate["Chain", Arguments], Answer]:
    """A method that raises NodeDown where what the node answers cannot be made sense of."""

    @wraps(method)
    def asking(chain: "Chain", *given: Arguments.args, **named: Arguments.kwargs) -> Answer:
        try:
            return method(chain, *given, **named)
        except NONSENSE as error:
            raise chain.down(f"an answer that makes no sense ({type(error).__name__})") from error

    return cast(Callable[Concatenate["Chain", Arguments], Answer], asking)


class Chain:
    """A node and the market's contracts on it. Every method raises NodeDown where the node does not answer."""

    def __init__(self, url: str, book: AddressBook) -> None:
        self.url = url
        self._shown = _without_secrets(url)
        self.book = book
        self._node = _provider(url)
        self._functions = {one.name: one for one in map(Function, book.escrow.abi) if one.name}
        self._watched = [contract.address for contract in book.followed]
        self._loyalties = [one for one in book.followed if one.address in book.loyalties]
        self._vaults = [one for one in book.followed if one.address in book.vaults]
        self._lock = Lock()
        self._seen = ("", 0, 0.0)  # latest block's hash, the chain's time and ours when it was first seen
        self._verified = -VERIFIED_FOR
        self._accounts: tuple[float, list[str]] = (-ACCOUNTS_FOR, [])  # when they were asked for, by our clock

    @_making_sense
    def verify(self, afresh: bool = False) -> None:
        """Raises WrongChain unless chain id, genesis and the contracts' code are those of the address book.

        A good answer is believed for a while, unless asked `afresh`.
        """
        if not afresh and time.monotonic() - self._verified < VERIFIED_FOR:
            return
        contracts = self.book.contracts
        codes: list[Call] = [("eth_getCode", [contract.address, "latest"]) for contract in contracts.values()]
        chain_id, genesis, *found = self.ask_many(
            [("eth_chainId", []), ("eth_getBlockByNumber", ["0x0", False]), *codes]
        )
        if int(chain_id, 16) != self.book.chain_id:
            raise WrongChain(f"The node serves chain {int(chain_id, 16)}, not {self.book.chain_id}.")
        if genesis is None or genesis["hash"] != self.book.genesis:
            raise WrongChain(f"The node serves another chain {self.book.chain_id} than the one deployed to.")
        for (name, contract), code in zip(contracts.items(), found, strict=True):
            if keccak(hexstr=code).hex() != contract.code_hash.removeprefix("0x"):
                raise WrongChain(f"The code at {contract.address} is not {name}'s.")
        self._verified = time.monotonic()

    @_making_sense
    def head(self) -> Header:
        """The latest block."""
        return _header(self._call("eth_getBlockByNumber", "latest", False))

    @_making_sense
    def headers(self, numbers: Sequence[int]) -> list[Header | None]:
        """Blocks by number, None for those that the chain does not have."""
        found: list[Header | None] = []
        for start in range(0, len(numbers), HEADERS_AT_ONCE):
            part = numbers[start : start + HEADERS_AT_ONCE]
            blocks = self.ask_many([("eth_getBlockByNumber", [hex(number), False]) for number in part])
            found += [_header(block) if block else None for block in blocks]
        return found

    @_making_sense
    def now(self) -> int:
        """The latest block's time plus what has passed since, in Unix seconds; no clock of ours has a say in it.

        How old the latest block is when it is first seen, only the node can know: its pending block tells.
        """
        latest, pending = self.ask_many(
            [("eth_getBlockByNumber", ["latest", False]), ("eth_getBlockByNumber", ["pending", False])]
        )
        head = _header(latest)
        with self._lock:
            if self._seen[0] != head.hash:
                started = max(head.time, int(pending["timestamp"], 16) if pending else 0)
                self._seen = (head.hash, started, time.monotonic())
            _, started, since = self._seen
        return started + int(time.monotonic() - since)

    @_making_sense
    def logs(self, first: int, last: int) -> list[dict[str, Any]]:
        """Raw logs of the market's contracts in these blocks, in order; raises RangeRefused."""
        query = {"address": self._watched, "fromBlock": hex(first), "toBlock": hex(last)}
        try:
            response = self._node.make_request(RPCEndpoint("eth_getLogs"), [query])
        except (requests.Timeout, requests.HTTPError) as error:
            raise RangeRefused(str(error)) from error
        except (requests.RequestException, ValueError) as error:
            raise self.down(error) from error
        if "error" in response:
            raise RangeRefused(str(response["error"]))
        if not isinstance(response["result"], list):
            raise self.down("it gives no list of logs")
        return response["result"]

    @_making_sense
    def record(self, order_id: str) -> Record:
        """Where an order stands."""
        return self.records([order_id])[0]

    @_making_sense
    def records(self, order_ids: Sequence[str]) -> list[Record]:
        """Where several orders stand."""
        found = self._views("record", [(unhex(order_id),) for order_id in order_ids])
        return [Record(Status(status), round_, Kind(kind), *rest) for status, round_, kind, *rest in found]

    @_making_sense
    def stock(self, offer_id: str) -> Stock:
        """How many units of an offer may be, and were, sold."""
        return Stock(*self._view("stock", unhex(offer_id)))

    @_making_sense
    def credit(self, account: str, key: str, currency: str) -> int:
        """What is credited to an account under a key, in the currency's smallest units."""
        (amount,) = self._view("credits", account, unhex(key), currency)
        return int(amount)

    @_making_sense
    def reserves(self) -> list[Reserve]:
        """What each Loyalty has of its currency, and how many points it covers, in one block."""
        block = self.head()
        views = ("reserve", "totalSupply")
        calls = [(one, Function.of(one, view)) for one in self._loyalties for view in views]
        asked = [{"to": one.address, "data": "0x" + function.encode(()).hex()} for one, function in calls]
        answers = self.ask_many([("eth_call", [call, hex(block.number)]) for call in asked]) if asked else []
        found = [function.decode(unhex(answer))[0] for (_, function), answer in zip(calls, answers, strict=True)]
        return [
            Reserve(one.address, self.book.loyalties[one.address].address, reserve, supply, block)
            for one, reserve, supply in zip(self._loyalties, found[::2], found[1::2], strict=True)
        ]

    @_making_sense
    def credit_parameters(self) -> dict[str, Parameters]:
        """What each Credit was deployed with, by its address."""
        found: dict[str, Parameters] = {}
        for one in self._vaults:
            view = Function.of(one, "parameters")
            asked = {"to": one.address, "data": "0x" + view.encode(()).hex()}
            found[one.address] = Parameters(*view.decode(unhex(self._call("eth_call", asked, "latest"))))
        return found

    @_making_sense
    def claim(self, issuer: str, subject: str, kind: str) -> Claim:
        """What Identity keeps of an issuer's claim; all zero where there was none."""
        function = Function.of(self.book.identity, "claim")
        data = function.encode((issuer, subject, unhex(word_of(kind))))
        return Claim(
            *function.decode(
                unhex(self._call("eth_call", {"to": self.book.identity.address, "data": "0x" + data.hex()}, "latest"))
            )
        )

    @_making_sense
    def gas_price(self) -> int:
        """What a unit of gas costs at the moment, in the coin's smallest units."""
        return int(self._call("eth_gasPrice"), 16)

    @_making_sense
    def accounts(self) -> list[str]:
        """The accounts that the node signs for: on a devnet all roles, elsewhere none; asked once a second at most."""
        if time.monotonic() - self._accounts[0] >= ACCOUNTS_FOR:
            self._accounts = time.monotonic(), [to_checksum_address(one) for one in self._call("eth_accounts")]
        return self._accounts[1]

    @_making_sense
    def has_code(self, account: str) -> bool:
        """Whether an account is a contract (or delegates to one)."""
        return bool(self._call("eth_getCode", account, "latest") != "0x")

    @_making_sense
    def accepts_signature(self, account: str, digest: bytes, signature: bytes) -> bool:
        """Whether a contract takes a signature over a 32-byte digest as its own (ERC-1271).

        The answer is one word: what only gives its input back, as a precompiled contract does, is no yes.
        """
        data = ERC1271_MAGIC + encode(["bytes32", "bytes"], [digest, signature])
        call = {"to": account, "data": "0x" + data.hex(), "gas": hex(ERC1271_GAS)}
        return bool(self.ask("eth_call", call, "latest").get("result") == ERC1271_YES)

    @_making_sense
    def is_spent(self, currency: str, payer: str, nonce: bytes) -> bool:
        """Whether a payer's authorization (ERC-3009) was used, or taken back by himself."""
        data = AUTHORIZATION_STATE + encode(["address", "bytes32"], [payer, nonce])
        return int(self._call("eth_call", {"to": currency, "data": "0x" + data.hex()}, "latest"), 16) != 0

    @_making_sense
    def was_used(self, currency: str, payer: str, nonce: bytes, first: int, last: int) -> bool:
        """Whether a payer's authorization (ERC-3009) was used in one of these blocks: one that he took back was not."""
        topics = [AUTHORIZATION_USED, "0x" + encode(["address"], [payer]).hex(), "0x" + nonce.hex()]
        asked = {"address": currency, "topics": topics, "fromBlock": hex(first), "toBlock": hex(last)}
        return bool(self._call("eth_getLogs", asked))

    def encoded(self, function: str, *arguments: Any) -> bytes:
        """What calls one of Escrow's functions."""
        return self._functions[function].encode(arguments)

    def _view(self, name: str, *arguments: Any) -> tuple[Any, ...]:
        return self._views(name, [arguments])[0]

    def _views(self, name: str, each: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """What a view answers to each of these arguments."""
        calls = [{"to": self.book.escrow.address, "data": "0x" + self.encoded(name, *given).hex()} for given in each]
        answers = self.ask_many([("eth_call", [call, "latest"]) for call in calls]) if calls else []
        return [self._functions[name].decode(unhex(answer)) for answer in answers]

    def _call(self, method: str, *arguments: Any) -> Any:
        return self._result(self.ask(method, *arguments))

    def ask(self, method: str, *arguments: Any) -> RPCResponse:
        """The node's answer as it came: a `result` or an `error`."""
        try:
            return self._node.make_request(RPCEndpoint(method), list(arguments))
        except (requests.RequestException, ValueError) as error:
            raise self.down(error) from error

    def ask_many(self, calls: list[Call]) -> list[Any]:
        """The results of several questions, in their order."""
        try:
            responses = self._node.make_batch_request([(RPCEndpoint(method), params) for method, params in calls])
        except (requests.RequestException, ValueError) as error:
            raise self.down(error) from error
        if isinstance(responses, dict):
            raise self.down(responses.get("error", "an answer without results"))
        ordered = sorted(responses, key=lambda response: int(response["id"] or 0))
        return [self._result(response) for response in ordered]

    def _result(self, response: RPCResponse) -> Any:
        if "error" in response:
            raise self.down(response["error"])
        return response["result"]

    def down(self, error: object) -> NodeDown:
        """What is wrong with the node, in words that everybody may read."""
        if isinstance(error, requests.ConnectionError):
            return NodeDown(f"No node answers at {self._shown}.")
        if isinstance(error, requests.Timeout):
            return NodeDown(f"The node at {self._shown} takes too long to answer.")
        if isinstance(error, requests.HTTPError):
            error = f"it says {error.response.status_code}"
        reason = str(error).replace(self.url, self._shown)[:MAX_REASON]
        return NodeDown(f"The node at {self._shown} cannot answer: {reason}.")


def _without_secrets(url: str) -> str:
    """A node's address without the path, query and password, which hold its owner's key; everybody may read this."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def unhex(text: str) -> bytes:
    """The bytes of 0x and hex digits."""
    return bytes.fromhex(text[2:])


def _provider(url: str) -> HTTPProvider:
    """A provider that tries three times (after 0, 0.2, 0.4 s) to connect; all we send are questions."""
    session = requests.Session()
    retry = Retry(connect=2, read=False, redirect=0, status=0, other=0, backoff_factor=0.1)
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry, pool_maxsize=32))
    return HTTPProvider(url, request_kwargs={"timeout": TIMEOUT}, session=session, exception_retry_configuration=None)


def _header(block: dict[str, Any]) -> Header:
    return Header(int(block["number"], 16), block["hash"], block["parentHash"], int(block["timestamp"], 16))
