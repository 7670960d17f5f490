"""The coin forcer pays those who refuse, time after time."""

from tests.fixtures import chains


@chains.DESTROYED
def test_default_behavior(CoinForcer, RefusingReceiver, stranger):
    forcer = CoinForcer.deploy({"from": stranger})
    target = RefusingReceiver.deploy({"from": stranger})
    for times in (1, 2):
        forcer.force(target, {"from": stranger, "value": 7})
        assert target.balance() == 7 * times
    assert forcer.balance() == 0
