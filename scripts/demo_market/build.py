"""Building the demo market: shops and goods, then every order with its past, played as one timeline."""

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from web3 import Web3
from web3.contract import Contract

from scripts import catalogue, documents, evidence, parameters, profiles, roles, rulings, sealing, units, uploads
from scripts.address_book import AddressBook, Currency
from scripts.catalogue import Context, Listing
from scripts.credit.ledger import Vault
from scripts.demo_market import instalments, pictures, story
from scripts.demo_market.goods import Goods
from scripts.demo_market.instalments import Instalments
from scripts.demo_market.reviews import Reviewing
from scripts.demo_market.story import Event, Purchase
from scripts.demo_market.timeline import Timeline
from scripts.demo_market.vouching import Vouching
from scripts.deployment import deploy
from scripts.market import Market
from scripts.parameters import DAY, NOBODY
from scripts.profiles import Secrets
from scripts.reading import call_of
from scripts.terms import NO_DOCUMENT, POINTS, Order
from scripts.wallet import Call, NodeWallet

SHOPS = Path(__file__).parent / "shops"
MERCHANTS = ("merchant1", "merchant2", "merchant3", "merchant4")
SELLERS = (*MERCHANTS, "newcomer", "lookalike")  # the last two sell nothing in the story
OTHERS = ("arbiter", "carrier", "farm", "dairy", "certifier", "watchmaker", "issuer", "chamber")
KEYED = (*SELLERS, "arbiter")  # for whom something is sealed
DOLLAR = "USD"
MINTED = "5000"  # Dollars for each shopper and merchant
LENDABLE = "20000"  # Dollars of the lender
BUYERS_VERBS = ("pay", "repay", "confirm", "cancel", "request", "release", "send_back")
THIRD_PARTIES = {"attest_delivery": "carrier", "rule": "arbiter", "enforce": "keeper", "settle": "keeper"}


def build(web3: Web3) -> AddressBook:
    """Deploy, publish and trade on a devnet; documents go into the vault's folder. A second call changes nothing."""
    deployer = NodeWallet(web3, roles.account(web3, "deployer"))
    book = deploy(deployer, web3, roles.network(web3))
    if not Market(web3, book).offers():
        builder = Builder(web3, book, pictures.paint(parameters.PAINTINGS), int(time.time()))
        builder.plan()
        uploads.store(parameters.VAULT, builder.documents)
        builder.timeline.play()
    return book


class Builder:
    """Plans the market of one devnet into a timeline that ends at `end`; `paintings` is the folder of the goods."""

    def __init__(self, web3: Web3, book: AddressBook, paintings: Path, end: int) -> None:
        self.web3 = web3
        self.book = book
        self.market = Market(web3, book)
        self.pictures = paintings
        self.timeline = Timeline(web3, end, story.OPENED)
        self.account: Callable[[str], str] = dict(zip(parameters.ROLES, web3.eth.accounts, strict=False)).__getitem__
        self.listings: dict[str, Listing] = {}
        self.first: dict[str, Listing] = {}  # as they were before a revision
        self.orders: list[Order] = []
        self.documents: dict[str, bytes] = {}
        self.places: dict[str, dict[str, Any]] = {}  # by GLN
        contract = book.contract(web3, "Provenance")
        self.goods = Goods(contract, self.account, self.places, self.timeline.time_of, self._add, self._keep)
        self.vouching = Vouching(web3, book, self.account, self.timeline.time_of, self._add, self._keep)
        self.reviewing = Reviewing(web3, book, self._add, self._keep)
        vault = Vault(self.market, book.currency(DOLLAR))
        self.instalments = Instalments(vault, self.timeline.time_of, self.market.order_id)
        self.keys: dict[str, bytes] = {}
        self.shopper_keys = {role: sealing.encode(sealing.public_point(sealing.new_key())) for role in story.PEOPLE}
        self.allowances: defaultdict[tuple[str, str], int] = defaultdict(int)  # role and spender

    def plan(self) -> None:
        """Plan everything; nothing is sent. What is planned is in `listings` (by label), `orders` and `documents`."""
        for role in (*SELLERS, *OTHERS):
            self._describe(role)
        for role in SELLERS:
            self._publish(role)
        self.vouching.make()
        self.goods.make(self.pictures)
        for purchase in story.PURCHASES:
            self._buy(purchase)
        self.goods.act()
        for role, symbol, days_ago in story.COLLECTED:
            call = call_of(self._loyalty(self.book.currency(symbol)), "collect", self.account(role))
            self._add(days_ago, "keeper", call, f"collect for {role}")
        for role, days_ago, amount in story.LENT:
            call, paid = self.instalments.lend(self.account(role), amount)
            self._add(days_ago, role, call, f"lend {amount}")
            self.allowances[role, self.instalments.vault.contract.address] += paid
        self._give_dollars()

    def _describe(self, role: str) -> None:
        account = self.account(role)
        document, return_address, logo = profiles.read_shop(SHOPS / f"{role}-profile.yaml", self.pictures)
        data = documents.canonical(document)
        self.places.update({place["gln"]: place for place in document.get("places", [])})
        if role in KEYED:
            secret = Secrets(sealing.new_key(), return_address)
            path = profiles.path_of(self.book.chain_id, account)
            profiles.write_secrets(path, secret, parameters.DEVNET_PASSPHRASE)
            data = profiles.with_key(document, secret.key)
            self.keys[account] = sealing.public_point(secret.key)
        identity = self.book.contract(self.web3, "Identity")
        self._add(story.OPENED, role, call_of(identity, "describe", self._keep(data)), "describe")
        self.documents.update(logo)

    def _publish(self, role: str) -> None:
        context = Context(self.account(role), self.book, self.account)
        listings = catalogue.load(SHOPS / f"{role}.yaml", context, self.pictures)
        first = [self._before_revision(listing) for listing in listings]
        for days_ago, those in _by_day(first).items():
            offers, caps = [listing.offer for listing in those], [listing.cap for listing in those]
            self._add(days_ago, role, self.market.call("publish_many", offers, caps), "publish_many")
        for listing, old in zip(listings, first, strict=True):
            self.listings[listing.label], self.first[listing.label] = listing, old
            for one in {listing.document, old.document}:
                self._keep(one)
            self.documents.update(listing.pictures)
            if old is not listing:
                call = self.market.call("revise", old.offer, listing.offer)
                self._add(story.REVISED[listing.label].days_ago, role, call, "revise")
            if listing.label in story.DELISTED:
                call = self.market.call("set_cap", listing.offer, 0)
                self._add(story.DELISTED[listing.label], role, call, "set_cap")

    def _before_revision(self, listing: Listing) -> Listing:
        if listing.label not in story.REVISED:
            return listing
        before, offer, document = story.REVISED[listing.label], listing.offer, json.loads(listing.document)
        if before.price:
            offer = offer._replace(price=units.parse_amount(before.price, self.book.currency(offer.currency)))
        if before.lots:
            document["provenance"]["lots"] = list(before.lots)
        data = documents.canonical(document)
        return replace(listing, offer=offer._replace(details=bytes.fromhex(documents.sha256(data))), document=data)

    def _listing(self, purchase: Purchase) -> Listing:
        """What was for sale when it was paid."""
        revision = story.REVISED.get(purchase.listing)
        is_old = revision and purchase.events[0].days_ago > revision.days_ago
        return (self.first if is_old else self.listings)[purchase.listing]

    def _buy(self, purchase: Purchase) -> None:
        offer = self._listing(purchase).offer
        currency = self.book.currency(offer.currency)
        points = units.parse_amount(purchase.points, currency) if purchase.points else 0
        payer = self.account(purchase.payer or purchase.buyer)
        order = Order(
            offer=offer,
            buyer=self.account(purchase.buyer),
            payer=self._through(purchase, currency) or payer,
            quantity=purchase.quantity,
            referrer=self.account(purchase.referrer) if purchase.referrer else NOBODY,
            delivery=self._keep(self._delivery(purchase, offer.seller)),
            salt=(points << POINTS | secrets.randbits(POINTS)).to_bytes(32, "big"),
        )
        self.orders.append(order)
        for event in purchase.events:
            sender = self._actor(event, purchase, offer.seller)
            if purchase.later and (event.verb == "pay" or event.verb in instalments.VERBS):
                call, paid = self.instalments.call(purchase, order, event)
                self.allowances[sender, order.payer] += paid
            else:
                call = self._call(event, purchase, order)
                self._spend(event, purchase, order, sender)
            self._add(event.days_ago, sender, call, f"{event.verb} {purchase.listing}")
        shipped = next((event.days_ago for event in purchase.events if event.verb == "ship"), 0)
        seller = self._actor(Event(shipped, "ship"), purchase, offer.seller)
        self.goods.sell(shipped, seller, purchase.items, order, purchase.settled)
        self.reviewing.say(purchase, order, seller, self.listings[purchase.listing].pictures)

    def _through(self, purchase: Purchase, currency: Currency) -> str:
        """The contract that pays for the buyer; none where he or somebody else does."""
        if purchase.later:
            return self.instalments.vault.contract.address
        return self._loyalty(currency).address if purchase.points else ""

    def _delivery(self, purchase: Purchase, seller: str) -> bytes:
        person = story.PEOPLE[purchase.buyer]
        details = sealing.delivery(
            self.shopper_keys[purchase.buyer], person.name, person.address, person.phone, person.note
        )
        return sealing.seal(details, self.keys[seller], (self.account(purchase.buyer), seller))

    def _actor(self, event: Event, purchase: Purchase, seller: str) -> str:
        if event.verb == "pay":
            return purchase.payer or purchase.buyer
        if event.verb in THIRD_PARTIES or event.by == "keeper":
            return THIRD_PARTIES.get(event.verb, event.by)
        if event.by == "buyer" or event.verb in BUYERS_VERBS:
            return purchase.buyer
        return next(role for role in MERCHANTS if self.account(role) == seller)

    def _call(self, event: Event, purchase: Purchase, order: Order) -> Call:
        amount = int(order.total * event.amount)
        if purchase.points and event.verb in ("pay", "settle"):
            cash = order.total - order.points if order.offer.in_coin and event.verb == "pay" else 0
            return call_of(self._loyalty(self.book.currency(order.offer.currency)), event.verb, order, value=cash)
        coin = amount if order.offer.in_coin and event.verb in ("pay", "refund_closed") else 0
        arguments = {
            "request": (amount, event.kind, NO_DOCUMENT),
            "refund": (amount,),
            "release": (amount,),
            "rule": (amount, self._reason(order) if event.verb == "rule" else NO_DOCUMENT),
            "refund_closed": (amount, NO_DOCUMENT),
            "extend": (self._inspected_until(purchase, order) + 3 * DAY,),
            "submit_evidence": (self._evidence(event, purchase, order) if event.verb == "submit_evidence" else b"",),
            "approve_return": (NO_DOCUMENT,),
            "send_back": (NO_DOCUMENT,),
            "dispute": (NO_DOCUMENT,),
        }.get(event.verb, ())
        return self.market.call(event.verb, order, *arguments, value=coin)

    def _reason(self, order: Order) -> bytes:
        """Why the arbiter ruled as he did."""
        return self._keep(rulings.document(self.market.order_id(order), story.REASON))

    def _inspected_until(self, purchase: Purchase, order: Order) -> int:
        """When the time to inspect what a carrier delivered last runs out; 0 if none did."""
        attested = [event.days_ago for event in purchase.events if event.verb == "attest_delivery"]
        return self.timeline.time_of(attested[-1]) + order.offer.inspect_within if attested else 0

    def _evidence(self, event: Event, purchase: Purchase, order: Order) -> bytes:
        """A picture of the goods and a word about it, sealed for both sides and the arbiter."""
        picture = next(iter(self.listings[purchase.listing].pictures.values()))
        keys = [sealing.decode(self.shopper_keys[purchase.buyer]), self.keys[order.offer.seller]]
        readers = [*keys, self.keys[order.offer.arbiter]]
        plain = evidence.evidence(story.EVIDENCE[event.by], [picture])
        return self._keep(evidence.seal(plain, readers, (order.buyer, order.offer.seller))[0])

    def _spend(self, event: Event, purchase: Purchase, order: Order, sender: str) -> None:
        """Note what a step takes out of an allowance."""
        if order.offer.in_coin:
            return
        if purchase.points and event.verb == "pay":
            self.allowances[sender, order.payer] += order.total - order.points
        elif event.verb in ("pay", "refund_closed"):
            self.allowances[sender, self.market.escrow.address] += int(order.total * event.amount)

    def _give_dollars(self) -> None:
        """Dollars for everyone who trades, and exactly the allowances that the story needs."""
        entry = self.book.currency(DOLLAR)
        dollar = self.book.contract(self.web3, "Dollar")
        for role in (*MERCHANTS, *story.PEOPLE, "lender"):
            amount = units.parse_amount(LENDABLE if role == "lender" else MINTED, entry)
            self._add(story.OPENED, "deployer", call_of(dollar, "mint", self.account(role), amount), "mint")
        for (role, spender), sum_ in self.allowances.items():
            call = call_of(dollar, "approve", spender, sum_)
            self._add(story.OPENED - 0.1, role, call, "approve")

    def _loyalty(self, currency: Currency) -> Contract:
        """Whose points are store credit in a currency."""
        return self.book.contract(self.web3, self.book.loyalty_name(currency))

    def _add(self, days_ago: float, role: str, call: Call, label: str) -> None:
        self.timeline.add(days_ago, self.account(role), call, f"{role}: {label}")

    def _keep(self, document: bytes) -> bytes:
        """Put a document aside for the vault; returns its hash."""
        name = documents.sha256(document)
        self.documents[name] = document
        return bytes.fromhex(name)


def _by_day(listings: list[Listing]) -> dict[float, list[Listing]]:
    """Listings by the days ago that they are published."""
    found: defaultdict[float, list[Listing]] = defaultdict(list)
    for listing in listings:
        found[story.PUBLISHED.get(listing.label, story.OPENED - 0.1)].append(listing)
    return found
