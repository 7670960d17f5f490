"""What a subject signs to have a storefront delete a credential that it published."""

VALID_FOR = 3_600  # seconds: the furthest expiry that a request may have


def request_text(domain: str, chain_id: int, identity: str, sha256: str, expires: int) -> str:
    """The text (personal_sign); `domain` is the storefront's origin, `expires` in Unix seconds."""
    return "\n".join(
        (
            "Handover: show this credential no longer.",
            f"Storefront: {domain}",
            f"Credential: {sha256}",
            f"Identity: {identity} on chain {chain_id}",
            f"Valid until: {expires}",
        )
    )
