"""Brownie's node, for all unit tests."""

import pytest
from web3.middleware import Web3Middleware

SENDING = ("eth_sendTransaction", "eth_sendRawTransaction")


class MineAtOnce(Web3Middleware):
    """Mines a transaction before its sender gets an answer: nobody has to look for it until it is there.

    Anvil mines by itself a moment later; in between Brownie finds nothing, and waits a second or takes it for dropped.
    """

    def response_processor(self, method, response):
        if method in SENDING and "error" not in response:
            self._w3.provider.make_request("evm_mine", [])
        return response


@pytest.fixture(scope="session", autouse=True)
def mine_at_once(web3, wire):
    wire.ask("evm_setAutomine", False)
    web3.middleware_onion.add(MineAtOnce)
