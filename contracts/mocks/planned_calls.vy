# pragma version 0.4.3
"""
@title Planned calls: what a contract does in the middle of somebody else's call
@license AGPL-3.0-only
@notice Calls are planned first, and the importer makes them when it is entered, as often as it was armed for. What came
        of each is logged, because storing it would cost more gas than a bounded payout brings.
@dev Each call lies in the code of a contract of its own, which is read for a tenth of what storage would cost.
"""
MAX_CALLS: constant(uint256) = 256
MAX_DATA: constant(uint256) = 2_048
MAX_RESPONSE: constant(uint256) = 132

# The encoded call: target, coin, place and length of the data, the data.
SIZE: constant(uint256) = 128 + MAX_DATA
# Deploys as code the SIZE + 1 = 0x0881 bytes after itself; what is missing of them becomes zeros.
DEPLOY: constant(Bytes[10]) = x"61088180600a5f395ff3"
# Code that starts with it is never run and never refused.
STOP: constant(Bytes[1]) = x"00"

armed: public(uint256)
_plan: DynArray[address, MAX_CALLS]


event CallTried:
    index: uint256
    success: bool
    response: Bytes[MAX_RESPONSE]
    gas_left: uint256


@external
def plan(target: address, data: Bytes[MAX_DATA], amount: uint256 = 0):
    """
    @notice Adds a call, with coin of this contract's own, to those that are made on being entered.
    """
    call: Bytes[SIZE] = abi_encode(target, amount, data)
    kept: address = raw_create(concat(DEPLOY, STOP, call))
    self._plan.append(kept)


@external
def forget():
    """
    @notice Drops all planned calls.
    """
    self._plan = []


@external
def arm(times: uint256):
    """
    @notice Sets how many times the planned calls are made: once does not answer its own consequences, twice does.
    """
    self.armed = times


@internal
def _run():
    """
    @dev Disarms first, so that calls which come back here do not run for ever.
    """
    if self.armed == 0:
        return
    self.armed -= 1
    for index: uint256 in range(len(self._plan), bound=MAX_CALLS):
        self._try(index)


@internal
@view
def _nothing_answers() -> bool:
    """
    @dev For those who are only asked, and may change nothing: whether each of the calls fails that way.
    """
    for index: uint256 in range(len(self._plan), bound=MAX_CALLS):
        target: address = empty(address)
        amount: uint256 = 0
        data: Bytes[MAX_DATA] = b""
        target, amount, data = abi_decode(slice(self._plan[index].code, 1, SIZE), (address, uint256, Bytes[MAX_DATA]))
        if raw_call(target, data, is_static_call=True, revert_on_failure=False):
            return False
    return True


@internal
def _try(index: uint256):
    target: address = empty(address)
    amount: uint256 = 0
    data: Bytes[MAX_DATA] = b""
    target, amount, data = abi_decode(slice(self._plan[index].code, 1, SIZE), (address, uint256, Bytes[MAX_DATA]))
    gas_left: uint256 = msg.gas
    success: bool = False
    response: Bytes[MAX_RESPONSE] = b""
    success, response = raw_call(target, data, max_outsize=MAX_RESPONSE, value=amount, revert_on_failure=False)
    log CallTried(index=index, success=success, response=response, gas_left=gas_left)
