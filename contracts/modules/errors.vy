# pragma version 0.4.3
"""
@title Refusing with a reason
@license AGPL-3.0-only
@notice A reason inlined by `assert` costs about 110 bytes of code, a call half of that, and neither costs gas
        where nothing is refused. Escrow has too many reasons to inline them.
"""


@internal
@pure
def _refuse(reason: String[32]):
    raise reason
