# pragma version 0.4.3
"""
@title GS1: whether a number or a text is one of GS1's
@license AGPL-3.0-only
@notice https://ref.gs1.org/standards/genspecs/
"""

GTIN_DIGITS: constant(uint256) = 14
TEXT_LENGTH: constant(uint256) = 20  # of a batch (AI 10), a serial (AI 21), and more than an SSCC has (AI 00)
FIRST_CHARACTER: constant(uint256) = 33
LAST_CHARACTER: constant(uint256) = 126


@internal
@pure
def _is_gtin(number: uint256) -> bool:
    """
    @dev The weighted sum of its digits ends in zero; shorter ones begin with zeros.
    """
    rest: uint256 = number
    total: uint256 = 0
    for place: uint256 in range(GTIN_DIGITS):
        digit: uint256 = rest % 10
        total += digit if place % 2 == 0 else 3 * digit
        rest //= 10
    return number != 0 and rest == 0 and total % 10 == 0


@internal
@pure
def _is_text(text: bytes32) -> bool:
    """
    @dev Printable ASCII without a space, and zeros only behind it: two texts that read alike are the same.
    """
    rest: uint256 = convert(text, uint256)
    if rest == 0:
        return False
    for place: uint256 in range(TEXT_LENGTH):
        character: uint256 = rest >> 248
        if character < FIRST_CHARACTER or character > LAST_CHARACTER:
            return False
        rest <<= 8
        if rest == 0:
            return True
    return False
