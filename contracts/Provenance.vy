# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Provenance: what an item is, where it has been, who owns and keeps it, what was recalled
@license AGPL-3.0-only
@notice Holds no money, has no owner, no setting. Everybody speaks for himself: a producer for his lots, an owner and a
        custodian for what they have. Nothing is deleted. A lot is one Merkle root, whatever its size; an item becomes
        individual when it is first touched.
        It trusts Escrow for what became of an order, which it asks by views only. That what people report is true, it
        cannot know; only who said it, and when.
"""
from .modules import aggregation
from .modules import bindings
from .modules import claims
from .modules import handovers
from .modules import lots
from .modules import readings
from .modules import recalls
from .modules import reporters
from .modules import reports
from .modules import things

initializes: reporters
initializes: lots[reporters := reporters]
initializes: things[lots := lots]
initializes: bindings[reporters := reporters, things := things]
initializes: handovers[bindings := bindings, things := things]
initializes: aggregation[bindings := bindings, things := things]
initializes: reports[lots := lots, reporters := reporters, things := things]
initializes: recalls[lots := lots, things := things]
initializes: claims[bindings := bindings, lots := lots, things := things]

exports: (
    lots.register,
    lots.transform,
    lots.promise_limits,
    lots.lot,
    lots.roots,
    reporters.permit,
    reporters.permissions,
    things.touch,
    things.touch_many,
    things.make_unit,
    handovers.offer,
    handovers.accept,
    handovers.offered,
    aggregation.aggregate,
    aggregation.disaggregate,
    reports.report,
    reports.report_sensor,
    reports.declare_error,
    readings.is_reading,
    recalls.recall,
    recalls.close_recall,
    recalls.recalled_by,
    recalls.recall_closed,
    bindings.bind,
    bindings.bind_many,
    bindings.settle,
    bindings.settle_many,
    bindings.bound,
    bindings.escrow,
    claims.commit,
    claims.claim,
    claims.claim_bought,
    claims.commitments,
)


# Who holds a thing; owner and custodian are those of the outermost unit around it, `unit` is the id of the innermost.
# `order_id` and `round` say to what it is bound, also when that is over and nobody has settled it.
struct Holding:
    owner: address
    custodian: address
    unit: bytes32
    version: uint256
    contents: uint256
    claimed: bool
    sold: bool
    order_id: bytes32
    round: uint256


@deploy
def __init__(escrow: address):
    bindings.__init__(escrow)


# Views


@external
@view
def holding(item: things.Item) -> Holding:
    """
    @notice Who owns and keeps a thing, and what it is bound to; all zero for one that was never touched.
    """
    item_id: bytes32 = things._id(item)
    word: uint256 = things._words[item_id]
    top: bytes32 = things._outermost(item_id)
    outer: uint256 = things._words[top]
    return Holding(
        owner=things._owner(outer),
        custodian=things._custodian(top, outer),
        unit=things._units[item_id],
        version=things._version(word),
        contents=things._contents(word),
        claimed=word & things.CLAIMED != 0,
        sold=word & things.SOLD != 0,
        order_id=bindings._orders[item_id],
        round=things._round(word),
    )
