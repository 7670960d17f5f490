# pragma version 0.4.3
"""
@title Re-entering receiver: calls back whoever pays it
@license AGPL-3.0-only
@notice On receiving coin while armed it makes its planned calls, logs what came of each, and keeps the coin.
"""
from . import actor
from . import planned_calls

initializes: planned_calls

exports: (actor.execute, planned_calls.__interface__)


@external
@payable
def __default__():
    planned_calls._run()
