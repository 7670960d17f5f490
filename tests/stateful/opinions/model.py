"""What claims and reviews must come to, in the plainest words; each verb tells why it is refused, or does it."""

from dataclasses import dataclass, field

from tests.fixtures.terms import CLOSED, NO_HASH, Order

LATEST = 2**40 - 1
Key = tuple[str, str, bytes]  # issuer, subject, kind


@dataclass
class Claim:
    """As its issuer and its subject left it."""

    issued: bool = False
    revoked: bool = False
    declined: bool = False
    expires: int = 0
    document: bytes = NO_HASH

    @property
    def stands(self) -> bool:
        """Whether its issuer has said so, and not taken it back."""
        return self.issued and not self.revoked


@dataclass
class Opinions:
    """All claims and all reviews; times are Unix seconds."""

    claims: dict[Key, Claim] = field(default_factory=dict)
    stars: dict[bytes, int] = field(default_factory=dict)
    followed: set[bytes] = field(default_factory=set)
    replied: set[tuple[bytes, int]] = field(default_factory=set)

    def claim(self, key: Key) -> Claim:
        """That of an issuer, a subject and a kind."""
        return self.claims.setdefault(key, Claim())

    def holds(self, key: Key, now: int) -> bool:
        """Whether a claim is to be believed of its issuer."""
        claim = self.claim(key)
        return claim.stands and not claim.declined and now < claim.expires

    def issue(self, key: Key, expires: int, document: bytes, now: int) -> str | None:
        claim = self.claim(key)
        if key[0] == key[1]:
            return "Identity: not about another"
        if claim.declined:
            return "Identity: declined"
        return "Identity: issued already" if claim.stands else self._put(claim, expires, document, now)

    def renew(self, key: Key, expires: int, document: bytes, now: int) -> str | None:
        claim = self.claim(key)
        if not claim.stands:
            return "Identity: not issued, or revoked"
        return "Identity: declined" if claim.declined else self._put(claim, expires, document, now)

    def revoke(self, key: Key) -> str | None:
        claim = self.claim(key)
        if not claim.stands:
            return "Identity: not issued, or revoked"
        claim.revoked = True
        return None

    def decline(self, key: Key, declined: bool) -> str | None:
        claim = self.claim(key)
        if claim.declined == declined:
            return "Identity: nothing changed"
        claim.declined = declined
        return None

    def _put(self, claim: Claim, expires: int, document: bytes, now: int) -> str | None:
        if not now < expires <= LATEST:
            return "Identity: wrong expiry"
        if document == NO_HASH:
            return "Identity: no document"
        claim.issued, claim.revoked, claim.expires, claim.document = True, False, expires, document
        return None

    def review(self, by: str, order: Order, order_id: bytes, status: int, stars: int) -> str | None:
        if by != order.buyer:
            return "Reviews: not the buyer"
        if not 1 <= stars <= 5:
            return "Reviews: 1 to 5 stars"
        if order_id in self.stars:
            return "Reviews: reviewed already"
        if status != CLOSED:
            return "Reviews: order is not closed"
        self.stars[order_id] = stars
        return None

    def follow_up(self, by: str, order: Order, order_id: bytes, document: bytes) -> str | None:
        if by != order.buyer:
            return "Reviews: not the buyer"
        if order_id not in self.stars:
            return "Reviews: not reviewed"
        if order_id in self.followed:
            return "Reviews: followed up already"
        if document == NO_HASH:
            return "Reviews: no document"
        self.followed.add(order_id)
        return None

    def reply(self, by: str, order: Order, order_id: bytes, part: int, document: bytes) -> str | None:
        if by != order.offer.seller:
            return "Reviews: not the seller"
        is_there = (part == 1 and order_id in self.stars) or (part == 2 and order_id in self.followed)
        if not is_there:
            return "Reviews: nothing to reply to"
        if (order_id, part) in self.replied:
            return "Reviews: replied already"
        if document == NO_HASH:
            return "Reviews: no document"
        self.replied.add((order_id, part))
        return None
