# pragma version 0.4.3
"""
@title Refusing receiver: sends back the coin that it is paid
@license AGPL-3.0-only
@notice Starts refusing; can be switched, so that it takes later what it refused first.
"""
from . import actor

exports: actor.execute

refusing: public(bool)


@deploy
def __init__():
    self.refusing = True


@external
def set_refusing(refusing: bool):
    """
    @notice Makes it refuse coin, or take it.
    """
    self.refusing = refusing


@external
@payable
def __default__():
    assert not self.refusing, "RefusingReceiver: no coin please"
