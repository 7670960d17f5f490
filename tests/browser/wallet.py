"""An injected wallet: announces itself by EIP-6963 like an extension, and signs with a key that the test holds."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import requests
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from eth_utils.address import to_checksum_address
from playwright.sync_api import BrowserContext, Page
from web3.contract import Contract

DECLINED = 4001
UNKNOWN_CHAIN = 4902
FUNDS = 100 * 10**18
FEW = 4  # blocks whose logs a node gives at once

SHIM = """
(() => {
  const listeners = [];
  const provider = {
    async request({ method, params }) {
      const { result, error } = await window.walletRequest({ method, params: params ?? [] });
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on: (event, listener) => listeners.push([event, listener]),
    removeListener: () => {},
  };
  const uuid = "350670db-19fa-4704-a166-e52e178b59d2";
  const info = { uuid, name: "Test wallet", rdns: "org.example.wallet", icon: "data:image/png;base64,iVBORw0KGgo=" };
  const detail = Object.freeze({ info, provider });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
"""


class Wallet:
    """What a person's wallet does when a page asks; `chain_id` is the network that it is on, `funds` its coin."""

    def __init__(self, node_url: str, chain_id: int, funds: int = FUNDS) -> None:
        self.account = Account.create()
        self.address: str = self.account.address
        self.chain_id = chain_id
        self.known_chains = {chain_id}
        self.declines: set[str] = set()
        self.refuses: Callable[[dict[str, Any]], bool] | None = None  # transactions that its owner says no to
        self.asked: list[tuple[str, Any]] = []
        self.gas = 500_000
        self.sent: list[str] = []  # hashes of its transactions
        self._node_url = node_url
        self._last: dict[str, Any] = {}
        self._contract: Contract | None = None
        self._ids = itertools.count(1)
        self._rpc("anvil_setBalance", [self.address, hex(funds)])

    def inject(self, page: Page) -> None:
        """Put this wallet into every page of a tab."""
        page.expose_function("walletRequest", self._answer)
        page.add_init_script(SHIM)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        method, params = request["method"], request["params"]
        self.asked.append((method, params))
        if method in self.declines:
            return _error(DECLINED, "User rejected the request.")
        own = {
            "eth_accounts": self._accounts,
            "eth_requestAccounts": self._accounts,
            "eth_chainId": self._chain,
            "wallet_switchEthereumChain": self._switch,
            "wallet_addEthereumChain": self._add,
            "eth_sendTransaction": self._send,
            "personal_sign": self._sign_message,
            "eth_signTypedData_v4": self._sign_typed,
        }
        return own[method](*params) if method in own else self._rpc(method, params)

    def _accounts(self, *_: Any) -> dict[str, Any]:
        return {"result": [self.address]}

    def _chain(self) -> dict[str, Any]:
        return {"result": hex(self.chain_id)}

    def _add(self, wanted: dict[str, Any]) -> dict[str, Any]:
        self.known_chains.add(int(wanted["chainId"], 16))
        return self._switch(wanted)

    def _switch(self, wanted: dict[str, Any]) -> dict[str, Any]:
        chain_id = int(wanted["chainId"], 16)
        if chain_id not in self.known_chains:
            return _error(UNKNOWN_CHAIN, "Unrecognized chain ID.")
        self.chain_id = chain_id
        return {"result": None}

    def speak_through(self, contract: Contract) -> None:
        """Show a contract's account to pages, and send what it is asked to send through that contract."""
        self.address = contract.address
        self._contract = contract

    def speed_up(self) -> None:
        """Send the last transaction again for more gas: it gets another hash."""
        self._sign(self._last | {"gasPrice": self._last["gasPrice"] * 2})

    def send_nothing_instead(self) -> None:
        """Replace the last transaction by one that does nothing, as a wallet's cancel button does."""
        nothing = {"to": self.address, "data": "0x", "value": 0, "gasPrice": self._last["gasPrice"] * 2}
        self._sign(self._last | nothing)

    def _send(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if self.refuses and self.refuses(wanted):
            return _error(DECLINED, "User rejected the request.")
        to, data = to_checksum_address(wanted["to"]), wanted.get("data", "0x")
        value = int(wanted.get("value", "0x0"), 16)
        if self._contract:
            data = self._contract.encode_abi("execute", args=[to, bytes.fromhex(data[2:]), value])
            to, value = self._contract.address, 0
        fields = {
            "to": to,
            "data": data,
            "value": value,
            "gas": self.gas,
            "gasPrice": 2 * 10**9,
            "nonce": int(self._rpc("eth_getTransactionCount", [self.account.address, "latest"])["result"], 16),
            "chainId": self.chain_id,
        }
        return self._sign(fields)

    def _sign_message(self, message: str, _account: str) -> dict[str, Any]:
        signed = self.account.sign_message(encode_defunct(hexstr=message))
        return {"result": signed.signature.to_0x_hex()}

    def _sign_typed(self, _account: str, typed: str) -> dict[str, Any]:
        signed = self.account.sign_message(encode_typed_data(full_message=json.loads(typed)))
        return {"result": signed.signature.to_0x_hex()}

    def _sign(self, fields: dict[str, Any]) -> dict[str, Any]:
        self._last = fields
        signed = self.account.sign_transaction(fields)
        answer = self._rpc("eth_sendRawTransaction", [signed.raw_transaction.to_0x_hex()])
        self.sent += [answer["result"]] if "result" in answer else []
        return answer

    def fees(self) -> int:
        """What its transactions have cost so far, in wei."""
        receipts = (self._rpc("eth_getTransactionReceipt", [hash_])["result"] for hash_ in self.sent)
        return sum(int(one["gasUsed"], 16) * int(one["effectiveGasPrice"], 16) for one in receipts if one)

    def _rpc(self, method: str, params: list[Any]) -> dict[str, Any]:
        body = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        answer = requests.post(self._node_url, json=body, timeout=30).json()
        return {"error": answer["error"]} if "error" in answer else {"result": answer["result"]}


class Patient(Wallet):
    """Leaves a page without an answer to what `waits` tells of; its node gives logs of a few blocks at once."""

    def __init__(self, node_url: str, chain_id: int) -> None:
        super().__init__(node_url, chain_id)
        self.waits: Callable[[dict[str, Any]], bool] | None = None
        self.shown: list[dict[str, Any]] = []

    def inject(self, page: Page) -> None:
        """The same, with prompts that are never answered."""
        page.expose_function("walletRequest", self._answer)
        never = "if (result === undefined && !error) await new Promise(() => {});"
        page.add_init_script(SHIM.replace("if (error)", never + "if (error)"))

    def confirm(self) -> None:
        """Confirm what it shows."""
        assert "result" in super()._send(self.shown.pop())

    def _send(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if not self.waits or not self.waits(wanted):
            return super()._send(wanted)
        self.shown.append(wanted)
        return {}

    def _sign(self, fields: dict[str, Any]) -> dict[str, Any]:
        number = int(self._rpc("eth_getTransactionCount", [self.address, "pending"])["result"], 16)
        return super()._sign(fields | {"nonce": number})

    def _rpc(self, method: str, params: list[Any]) -> dict[str, Any]:
        if method == "eth_getLogs":
            first, last = params[0]["fromBlock"], params[0].get("toBlock", "latest")
            if last == "latest" or int(last, 16) - int(first, 16) >= FEW:
                return {"error": {"code": -32600, "message": "too many blocks"}}
        return super()._rpc(method, params)


def _error(code: int, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


def another_tab(context: BrowserContext, wallet: Wallet) -> Page:
    """A second tab of the same shopper, with the same wallet."""
    tab = context.new_page()
    wallet.inject(tab)
    return tab
