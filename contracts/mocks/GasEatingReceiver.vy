# pragma version 0.4.3
"""
@title Gas-eating receiver: burns all the gas that a payout brings, and fails
@license AGPL-3.0-only
@notice As it fails at once by an invalid instruction, a test of it is not slow.
"""
from . import actor

exports: actor.execute


@external
@payable
def __default__():
    raise UNREACHABLE
