"""The silent token works and returns nothing."""


def test_default_behavior(token, receiver, stranger, web3):
    double = token("silent")
    double.mint(stranger, 5, {"from": stranger})
    calls = [
        double.approve.encode_input(stranger, 2),
        double.transfer.encode_input(receiver, 3),
        double.transferFrom.encode_input(stranger, receiver, 2),
    ]
    for data in calls:
        call = {"from": stranger.address, "to": double.address, "data": data}
        assert web3.eth.call(call) == b""
        stranger.transfer(double, 0, data=data)
    assert double.balanceOf(receiver) == 5
    assert double.allowance(stranger, stranger) == 0
