"""What the scripts ask a node beyond single calls: many things at once, logs over any range, and the time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import requests
from web3 import Web3
from web3.exceptions import Web3RPCError
from web3.types import RPCEndpoint

from scripts import parameters
from scripts.refusal import Refusal

MAX_REQUESTS = 200  # in one batch

Request = tuple[str, list[Any]]
OnRange = Callable[[int, int], object]


def connect(url: str) -> Web3:
    """A node by its URL; raises Refusal when nothing answers there."""
    web3 = Web3(Web3.HTTPProvider(url, request_kwargs={"timeout": 60}))
    if not web3.is_connected():
        raise Refusal(f"No node answers at {url}.")
    return web3


def batch(web3: Web3, requests: Sequence[Request]) -> list[Any]:
    """The results of many requests, in their order; raises Refusal with the first error among them."""
    results: list[Any] = []
    for start in range(0, len(requests), MAX_REQUESTS):
        chunk = [(RPCEndpoint(method), arguments) for method, arguments in requests[start : start + MAX_REQUESTS]]
        responses = web3.provider.make_batch_request(chunk)  # type: ignore[attr-defined]
        if isinstance(responses, dict):
            raise Refusal(f"The node refused a batch: {_message(responses)}.")
        for (method, _), response in zip(chunk, responses, strict=True):
            if "error" in response:
                raise Refusal(f"The node refused {method}: {_message(response)}.")
            results.append(response["result"])
    return results


def request(web3: Web3, method: str, *arguments: Any) -> Any:
    """The result of one request that web3 has no function for; raises Refusal with the node's error."""
    response = web3.provider.make_request(RPCEndpoint(method), list(arguments))
    if "error" in response:
        raise Refusal(f"The node refused {method}: {_message(response)}.")
    return response["result"]


def now(web3: Web3) -> int:
    """The chain's time, Unix seconds: that of the block being built, or of the latest where the node does not tell."""
    latest = int(web3.eth.get_block("latest")["timestamp"])
    try:
        return max(latest, int(web3.eth.get_block("pending")["timestamp"]))
    except (Web3RPCError, KeyError, TypeError):
        return latest


class Log(NamedTuple):
    """An event as it was logged: topics, other fields, block, place in it, and the hash of its transaction."""

    topics: tuple[bytes, ...]
    data: bytes
    block: int
    place: int  # in its block
    transaction: str  # 0x and 64 digits


def logs(web3: Web3, address: str, topics: Sequence[Any], start: int, on_range: OnRange | None = None) -> Iterator[Log]:
    """The logs of an address since a block, in their order; asks for less at once while the node refuses a range.

    Topics are 0x and hexadecimal digits. `on_range` is told (blocks done, blocks in all) after each range.
    """
    end = web3.eth.block_number
    first, step = start, parameters.LOG_RANGE
    while first <= end:
        last = min(first + step - 1, end)
        filter_ = {"address": address, "topics": topics, "fromBlock": hex(first), "toBlock": hex(last)}
        try:
            found = request(web3, "eth_getLogs", filter_)
        except (Refusal, requests.HTTPError, requests.Timeout) as error:
            if step == 1:
                raise Refusal(f"The node refuses to give the logs of block {first}: {error}") from None
            step = max(step // 2, 1)
            continue
        yield from map(_log, found)
        if on_range is not None:
            on_range(last - start + 1, end - start + 1)
        first = last + 1


def _log(raw: dict[str, Any]) -> Log:
    """Read here, because web3 takes ten times as long over a log."""
    topics = tuple(bytes.fromhex(topic[2:]) for topic in raw["topics"])
    place = int(raw["blockNumber"], 16), int(raw["logIndex"], 16)
    return Log(topics, bytes.fromhex(raw["data"][2:]), *place, raw["transactionHash"])


def times(web3: Web3, blocks: Sequence[int]) -> dict[int, int]:
    """The time of each of these blocks, Unix seconds."""
    numbers = list(dict.fromkeys(blocks))
    found = batch(web3, [("eth_getBlockByNumber", [hex(number), False]) for number in numbers])
    return {number: int(block["timestamp"], 16) for number, block in zip(numbers, found, strict=True)}


def _message(response: Any) -> str:
    error = response.get("error", {})
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)
