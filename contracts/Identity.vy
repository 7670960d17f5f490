# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Identity: which document an account describes itself by, and what others vouch for
@license AGPL-3.0-only
@notice Holds no money, has no owner, calls nobody. An account speaks for itself by its profile; anybody may be an issuer
        and make claims about others. What a claim is worth is what its issuer is worth to whoever reads it. Documents
        are off chain, here are their sha-256; a credential's has a random number in it, so that nobody guesses it.
        Of an issuer, a subject and a kind there is one claim. A kind is a word in ASCII, zero-padded: business, brand,
        producer, carrier, arbiter, person, email, phone, document, address; contracts/README.md says what each means.

        bits    field of a claim's word
        48-255  document   the upper 208 bits of its sha-256
         8-47   expires    Unix seconds
         0-7    state      issued, revoked, declined: a bit each
"""


# `document` is the credential that was last issued or renewed, but for the last 6 bytes of its sha-256.
struct Claim:
    issued: bool
    revoked: bool
    declined: bool
    expires: uint256
    document: bytes26


ISSUED: constant(uint256) = 1
REVOKED: constant(uint256) = 2
DECLINED: constant(uint256) = 4

EXPIRES: constant(uint256) = 8
DOCUMENT: constant(uint256) = 48
TIME: constant(uint256) = 2**40 - 1

profiles: public(HashMap[address, bytes32])  # empty for an account that has none
_claims: HashMap[address, HashMap[address, HashMap[bytes32, uint256]]]  # by issuer, subject, kind


event ProfileDescribed:
    account: indexed(address)
    document: bytes32


event ClaimIssued:
    issuer: indexed(address)
    subject: indexed(address)
    kind: indexed(bytes32)
    expires: uint256
    document: bytes32


event ClaimRenewed:
    issuer: indexed(address)
    subject: indexed(address)
    kind: indexed(bytes32)
    expires: uint256
    document: bytes32


event ClaimRevoked:
    issuer: indexed(address)
    subject: indexed(address)
    kind: indexed(bytes32)
    document: bytes32


event ClaimDeclined:
    issuer: indexed(address)
    subject: indexed(address)
    kind: indexed(bytes32)
    declined: bool


# Anyone, about himself


@external
def describe(document: bytes32):
    """
    @notice Names the document that describes the caller, or none with an empty one; logs ProfileDescribed.
    """
    assert document != self.profiles[msg.sender], "Identity: nothing changed"
    self.profiles[msg.sender] = document
    log ProfileDescribed(account=msg.sender, document=document)


# Issuers: anyone, about others


@external
def issue(subject: address, kind: bytes32, expires: uint256, document: bytes32):
    """
    @notice Claims something of somebody until `expires`, as a credential says; logs ClaimIssued.
    """
    assert subject != empty(address) and subject != msg.sender, "Identity: not about another"
    assert kind != empty(bytes32), "Identity: no kind"
    word: uint256 = self._claims[msg.sender][subject][kind]
    assert word & DECLINED == 0, "Identity: declined"
    assert word & ISSUED == 0 or word & REVOKED != 0, "Identity: issued already"
    self._claims[msg.sender][subject][kind] = self._word(expires, document)
    log ClaimIssued(issuer=msg.sender, subject=subject, kind=kind, expires=expires, document=document)


@external
def renew(subject: address, kind: bytes32, expires: uint256, document: bytes32):
    """
    @notice Puts another credential and another end in place of the caller's last ones; logs ClaimRenewed.
    """
    word: uint256 = self._standing(subject, kind)
    assert word & DECLINED == 0, "Identity: declined"
    self._claims[msg.sender][subject][kind] = self._word(expires, document)
    log ClaimRenewed(issuer=msg.sender, subject=subject, kind=kind, expires=expires, document=document)


@external
def revoke(subject: address, kind: bytes32, document: bytes32):
    """
    @notice Takes the caller's claim back, with a notice that says why, or none; logs ClaimRevoked.
    """
    self._claims[msg.sender][subject][kind] = self._standing(subject, kind) | REVOKED
    log ClaimRevoked(issuer=msg.sender, subject=subject, kind=kind, document=document)


# The subject


@external
def decline(issuer: address, kind: bytes32, declined: bool):
    """
    @notice Says that the caller wants no such claim from an issuer, also none to come, or takes that back; logs
            ClaimDeclined.
    """
    word: uint256 = self._claims[issuer][msg.sender][kind]
    assert (word & DECLINED != 0) != declined, "Identity: nothing changed"
    self._claims[issuer][msg.sender][kind] = word ^ DECLINED
    log ClaimDeclined(issuer=issuer, subject=msg.sender, kind=kind, declined=declined)


# Views


@external
@view
def holds(issuer: address, subject: address, kind: bytes32) -> bool:
    """
    @notice Whether an issuer's claim was issued and is neither expired, revoked nor declined.
    """
    word: uint256 = self._claims[issuer][subject][kind]
    return word & (ISSUED | REVOKED | DECLINED) == ISSUED and block.timestamp < (word >> EXPIRES) & TIME


@external
@view
def claim(issuer: address, subject: address, kind: bytes32) -> Claim:
    """
    @notice All that is kept of a claim; all zero where there was none.
    """
    word: uint256 = self._claims[issuer][subject][kind]
    return Claim(
        issued=word & ISSUED != 0,
        revoked=word & REVOKED != 0,
        declined=word & DECLINED != 0,
        expires=(word >> EXPIRES) & TIME,
        document=convert(convert(word >> DOCUMENT, bytes32) << 48, bytes26),
    )


# Helpers


@internal
@view
def _standing(subject: address, kind: bytes32) -> uint256:
    """
    @dev The word of a claim of the caller's that was issued and not revoked; it may have expired.
    """
    word: uint256 = self._claims[msg.sender][subject][kind]
    assert word & (ISSUED | REVOKED) == ISSUED, "Identity: not issued, or revoked"
    return word


@internal
@view
def _word(expires: uint256, document: bytes32) -> uint256:
    """
    @dev A claim that begins to hold now.
    """
    assert expires > block.timestamp and expires <= TIME, "Identity: wrong expiry"
    assert document != empty(bytes32), "Identity: no document"
    return (convert(document, uint256) >> DOCUMENT) << DOCUMENT | expires << EXPIRES | ISSUED
