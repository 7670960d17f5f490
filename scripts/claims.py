"""What issuers claim of others: the kinds, each a word on chain whose meaning contracts/README.md tells."""

BUSINESS, BRAND, PRODUCER, CARRIER, ARBITER, PERSON = "business", "brand", "producer", "carrier", "arbiter", "person"
FACTORS = ("email", "phone", "document", "address")
KINDS = (BUSINESS, BRAND, PRODUCER, CARRIER, ARBITER, PERSON, *FACTORS)

WORD = 32  # bytes


def word_of(kind: str) -> str:
    """A kind as contracts have it; ValueError (one sentence) for what is no word in ASCII."""
    if not 1 <= len(kind) <= WORD or not all("!" <= character <= "~" for character in kind):
        raise ValueError("A kind of claim is 1 to 32 characters, letters, digits and signs without blanks.")
    return "0x" + kind.encode("ascii").ljust(WORD, b"\0").hex()


def kind_of(word: str) -> str:
    """A contract's word as people read it; the word itself where it is none in ASCII."""
    text = bytes.fromhex(word[2:]).rstrip(b"\0")
    is_text = bool(text) and all(33 <= character <= 126 for character in text)
    return text.decode("ascii") if is_text else word
