# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reports: what happened to things, in the words of GS1's EPCIS
@license AGPL-3.0-only
@notice Who owns or keeps a thing speaks about it, the producer about his lot as a whole (with an empty serial), and
        whom one of them permitted for this lot and step. Nothing is taken back: a correction is another event. The
        block's time stands beside the time that is told.
"""
from . import lots
from . import readings
from . import reporters
from . import things

uses: lots
uses: reporters
uses: things

MAX_READINGS: constant(uint256) = 2**32 - 1
LAST_DISPOSITION: constant(uint256) = 33
DID_NOT_OCCUR: constant(uint256) = 1
INCORRECT_DATA: constant(uint256) = 2


event EventReported:
    event_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    by: address
    step: uint256
    disposition: uint256
    read_point: bytes32
    time: uint256
    document: bytes32


event SensorReported:
    event_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    by: address
    root: bytes32
    count: uint256
    minimum: int256
    maximum: int256
    first: uint256
    last: uint256
    low: int256
    high: int256
    read_point: bytes32
    document: bytes32


event LimitsBreached:
    event_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)


event ErrorDeclared:
    event_id: indexed(bytes32)
    by: indexed(address)
    reason: uint256
    document: bytes32


# Who may speak about a thing


@external
def report(
    item: things.Item, step: uint256, disposition: uint256, read_point: bytes32, time: uint256, document: bytes32
):
    """
    @notice Tells what happened to a thing, where and when; logs EventReported.
    """
    assert step <= reporters.LAST_STEP, "reports: unknown step"
    assert disposition <= LAST_DISPOSITION, "reports: unknown disposition"
    assert time <= block.timestamp, "reports: in the future"
    self._check_reporter(item, step)
    event_id: bytes32 = keccak256(abi_encode(item, msg.sender, step, disposition, read_point, time, document))
    log EventReported(
        event_id=event_id,
        lot=item.lot,
        serial=item.serial,
        by=msg.sender,
        step=step,
        disposition=disposition,
        read_point=read_point,
        time=time,
        document=document,
    )


@external
def report_sensor(
    item: things.Item,
    root: bytes32,
    count: uint256,
    minimum: int256,
    maximum: int256,
    first: uint256,
    last: uint256,
    low: int256,
    high: int256,
    read_point: bytes32,
    document: bytes32,
):
    """
    @notice Tells what a logger that travelled with a thing read; logs SensorReported, and LimitsBreached where a
            reading lies outside of the limits.
    """
    self._check_readings(root, count, first, last)
    readings._check(minimum, maximum)
    readings._check(low, high)
    self._check_reporter(item, reporters.SENSOR_REPORTING)
    event_id: bytes32 = keccak256(
        abi_encode(item, msg.sender, root, count, minimum, maximum, first, last, low, high, read_point, document)
    )
    log SensorReported(
        event_id=event_id,
        lot=item.lot,
        serial=item.serial,
        by=msg.sender,
        root=root,
        count=count,
        minimum=minimum,
        maximum=maximum,
        first=first,
        last=last,
        low=low,
        high=high,
        read_point=read_point,
        document=document,
    )
    if minimum < low or maximum > high:
        log LimitsBreached(event_id=event_id, lot=item.lot, serial=item.serial)


# Anyone


@external
def declare_error(event_id: bytes32, reason: uint256, document: bytes32):
    """
    @notice Says that an event did not occur (1) or that its data are wrong (2); logs ErrorDeclared.
    @dev Readers believe it of who reported the event, and of the lot's producer.
    """
    assert reason == DID_NOT_OCCUR or reason == INCORRECT_DATA, "reports: unknown reason"
    log ErrorDeclared(event_id=event_id, by=msg.sender, reason=reason, document=document)


# Helpers


@internal
@view
def _check_readings(root: bytes32, count: uint256, first: uint256, last: uint256):
    assert root != empty(bytes32) and count > 0, "reports: no readings"
    assert count <= MAX_READINGS, "reports: too many readings"
    assert first <= last, "reports: last before first"
    assert last <= block.timestamp, "reports: in the future"


@internal
@view
def _check_reporter(item: things.Item, step: uint256):
    speaks: bool = False
    if item.serial == empty(bytes32):
        producer: address = lots._producer(item.lot)
        assert producer != empty(address), "reports: no such lot"
        speaks = reporters._speaks_for(producer, item.lot, msg.sender, step)
    else:
        top: bytes32 = things._outermost(things._id(item))
        word: uint256 = things._word(top)
        speaks = reporters._speaks_for(things._owner(word), item.lot, msg.sender, step)
        if not speaks:
            custodian: address = things._custodian(top, word)
            speaks = reporters._speaks_for(custodian, item.lot, msg.sender, step)
    assert speaks, "reports: not permitted"
