"""What Identity logs of claims."""

ISSUED, RENEWED, REVOKED, DECLINED = "ClaimIssued", "ClaimRenewed", "ClaimRevoked", "ClaimDeclined"
NAMES = frozenset({ISSUED, RENEWED, REVOKED, DECLINED})

# What the document is that each of these names
PLACES = {ISSUED: "credential", RENEWED: "credential", REVOKED: "notice"}
