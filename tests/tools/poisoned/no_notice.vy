# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: uint256) -> uint256:
    return a
