"""Who has how much of a currency, to the unit, with what each paid for gas added back."""

from dataclasses import dataclass, field
from typing import NamedTuple

from scripts.parameters import COIN
from scripts.wallet import Call
from tests.browser.wallet import Wallet
from tests.fixtures.shop import Shop

OWN = bytes(32)  # the key of credits that are an account's own


class People(NamedTuple):
    """The accounts of an order that money can reach."""

    buyer: str
    payer: str
    seller: str
    referrer: str
    loyalty: str


@dataclass
class Books:
    """Balances and credits around one order; the gas of wallets and of whoever sent by `send` is known."""

    shop: Shop
    wallets: list[Wallet]
    fees: dict[str, int] = field(default_factory=dict)

    def send(self, role: str, call: Call) -> None:
        """Send as a role, and write down what that cost."""
        receipt = self.shop.wallet(role).send(call)
        fee = receipt["gasUsed"] * receipt["effectiveGasPrice"]
        sender = self.shop.people[role]
        self.fees[sender] = self.fees.get(sender, 0) + fee
        self.shop.wait_for_index(receipt["blockNumber"])

    def balance(self, account: str, currency: str) -> int:
        """What an account has and has spent on gas, in the currency's smallest unit."""
        if currency != COIN:
            return int(self.shop.book.contract(self.shop.web3, "Dollar").functions.balanceOf(account).call())
        gas = sum(wallet.fees() for wallet in self.wallets if wallet.address == account)
        return self.shop.web3.eth.get_balance(account) + gas + self.fees.get(account, 0)

    def around(self, people: People, currency: str) -> dict[str, int]:
        """Everybody whom an order's money can reach, and what Escrow has beside it and beside their credits."""
        escrow = self.shop.market.escrow
        has = {name: self.balance(getattr(people, name), currency) for name in ("buyer", "payer", "seller")}
        credits = escrow.functions.credits
        has["referrer"] = credits(people.referrer, OWN, currency).call()
        buyer = bytes.fromhex(people.buyer[2:]).rjust(32, b"\0")
        has["loyalty"] = credits(people.loyalty, buyer, currency).call()
        has["escrow"] = self.balance(escrow.address, currency) - has["referrer"] - has["loyalty"]
        return has
