# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Offers: publishing terms of sale, and how many units of each may still be sold
@license AGPL-3.0-only
@notice Terms never change: a new price is a new offer. Storage keeps one word per offer, the stock.

        bits     field
             255  published
         96-191  cap   units ever for sale, set by the seller
          0-95   sold  units of orders that were not cancelled
"""
from ..interfaces import IEscrow
from . import errors
from . import ids

MAX_BATCH: constant(uint256) = 50
MAX_SHARES: constant(uint256) = 5_000  # basis points: what the seller gives away never exceeds a half
MIN_INSPECTION: constant(uint256) = 3 * 86_400
MIN_WINDOW: constant(uint256) = 3_600
MAX_WINDOW: constant(uint256) = 90 * 86_400

PUBLISHED: constant(uint256) = 1 << 255
MAX_UNITS: constant(uint256) = 2**96 - 1
MAX_AMOUNT: constant(uint256) = 2**96 - 1

_stock: HashMap[bytes32, uint256]


# The seller


@external
def publish(offer: IEscrow.Offer, cap: uint256):
    """
    @notice Puts an offer up for sale, up to `cap` units; logs OfferPublished.
    """
    self._publish(offer, cap)


@external
def publish_many(
    offers: DynArray[IEscrow.Offer, MAX_BATCH], caps: DynArray[uint256, MAX_BATCH]
):
    """
    @notice Publishes several offers, all or none.
    """
    if len(offers) != len(caps):
        self._refuse(errors.ONE_CAP_PER_OFFER)
    for i: uint256 in range(len(offers), bound=MAX_BATCH):
        self._publish(offers[i], caps[i])


@external
def revise(old: IEscrow.Offer, new: IEscrow.Offer):
    """
    @notice Moves what is left of one offer to another of the same seller; logs OfferRevised.
    """
    self._check_seller(old.seller)
    old_id: bytes32 = ids._offer_id(old)
    new_id: bytes32 = ids._offer_id(new)
    if old_id == new_id:
        self._refuse(errors.NOTHING_REVISED)
    word: uint256 = self._published(old_id)
    left: uint256 = self._left(word)
    self._set_cap(old_id, word, 0)
    word = self._stock[new_id]
    if word == 0:
        self._publish(new, left)
    else:
        self._check_seller(new.seller)
        self._set_cap(new_id, word, (word & MAX_UNITS) + left)
    log IEscrow.OfferRevised(old_id=old_id, new_id=new_id, cap=(self._stock[new_id] >> 96) & MAX_UNITS)


@external
def set_cap(offer: IEscrow.Offer, cap: uint256):
    """
    @notice Restocks, or delists with a cap of zero; logs CapSet.
    """
    self._check_seller(offer.seller)
    offer_id: bytes32 = ids._offer_id(offer)
    self._set_cap(offer_id, self._published(offer_id), cap)
    log IEscrow.CapSet(offer_id=offer_id, cap=cap)


# Views


@external
@view
def stock(offer_id: bytes32) -> IEscrow.Stock:
    """
    @notice Whether an offer was published, its cap, and how many units were sold.
    """
    word: uint256 = self._stock[offer_id]
    return IEscrow.Stock(
        published=word != 0, cap=(word >> 96) & MAX_UNITS, sold=word & MAX_UNITS
    )


@external
@pure
def offer_id(offer: IEscrow.Offer) -> bytes32:
    """
    @notice hashStruct(Offer) of EIP-712.
    """
    return ids._offer_id(offer)


# For the importer


@internal
def _take(offer_id: bytes32, quantity: uint256):
    word: uint256 = self._stock[offer_id]
    if word == 0:
        self._refuse(errors.NOT_PUBLISHED)
    if quantity == 0:
        self._refuse(errors.NO_UNITS)
    cap: uint256 = (word >> 96) & MAX_UNITS
    sold: uint256 = word & MAX_UNITS
    if sold >= cap or quantity > unsafe_sub(cap, sold):
        self._refuse(errors.NOT_ENOUGH_UNITS_LEFT)
    self._stock[offer_id] = unsafe_add(word, quantity)


@internal
def _give_back(offer_id: bytes32, quantity: uint256):
    """
    @dev Only units that `_take` took.
    """
    self._stock[offer_id] -= quantity


# Helpers


@internal
def _publish(offer: IEscrow.Offer, cap: uint256):
    self._check_seller(offer.seller)
    offer_id: bytes32 = ids._offer_id(offer)
    if self._stock[offer_id] != 0:
        self._refuse(errors.ALREADY_PUBLISHED)
    self._check_windows(offer)
    self._check_roles(offer)
    self._check_money(offer)
    self._set_cap(offer_id, PUBLISHED, cap)
    log IEscrow.OfferPublished(offer_id=offer_id, seller=offer.seller, offer=offer, cap=cap)


@internal
@view
def _check_seller(seller: address):
    if msg.sender != seller:
        self._refuse(errors.NOT_THE_SELLER)


@internal
@pure
def _check_windows(offer: IEscrow.Offer):
    if offer.inspect_within < MIN_INSPECTION:
        self._refuse(errors.INSPECTION_UNDER_3_DAYS)
    if min(offer.ship_within, offer.deliver_within) < MIN_WINDOW:
        self._refuse(errors.WINDOW_UNDER_1_HOUR)
    longest: uint256 = max(max(offer.ship_within, offer.deliver_within), offer.inspect_within)
    if longest > MAX_WINDOW:
        self._refuse(errors.WINDOW_OVER_90_DAYS)


@internal
@view
def _check_roles(offer: IEscrow.Offer):
    """
    @dev An empty carrier, arbiter or loyalty plays no role; the seller is the sender, never empty.
    """
    if offer.carrier == offer.seller:
        self._refuse(errors.CARRIER_IS_THE_SELLER)
    if offer.arbiter == offer.seller:
        self._refuse(errors.ARBITER_IS_THE_SELLER)
    if offer.arbiter != empty(address):
        if offer.arbiter == offer.carrier:
            self._refuse(errors.ARBITER_IS_THE_CARRIER)
    if offer.loyalty != empty(address):
        if offer.loyalty in [offer.seller, offer.arbiter, self]:
            self._refuse(errors.LOYALTY_HAS_A_ROLE)


@internal
@pure
def _check_money(offer: IEscrow.Offer):
    if offer.price == 0:
        self._refuse(errors.ZERO_PRICE)
    if max(offer.price, offer.shipping) > MAX_AMOUNT:
        self._refuse(errors.AMOUNT_TOO_LARGE)
    if (offer.loyalty == empty(address)) != (offer.points_bps == 0):
        self._refuse(errors.POINTS_WITHOUT_LOYALTY)
    if max(offer.commission_bps, offer.points_bps) > MAX_SHARES:
        self._refuse(errors.SHARES_ABOVE_A_HALF)
    if offer.commission_bps + offer.points_bps > MAX_SHARES:
        self._refuse(errors.SHARES_ABOVE_A_HALF)


@internal
@view
def _published(offer_id: bytes32) -> uint256:
    word: uint256 = self._stock[offer_id]
    if word == 0:
        self._refuse(errors.NOT_PUBLISHED)
    return word


@internal
def _set_cap(offer_id: bytes32, word: uint256, cap: uint256):
    if cap > MAX_UNITS:
        self._refuse(errors.CAP_TOO_LARGE)
    self._stock[offer_id] = PUBLISHED | (cap << 96) | (word & MAX_UNITS)


@internal
@pure
def _left(word: uint256) -> uint256:
    cap: uint256 = (word >> 96) & MAX_UNITS
    sold: uint256 = word & MAX_UNITS
    return cap - sold if cap > sold else 0


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.OFFERS, fact)
