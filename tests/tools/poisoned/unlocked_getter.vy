# pragma version 0.4.3
# pragma nonreentrancy on
total: public(reentrant(uint256))
