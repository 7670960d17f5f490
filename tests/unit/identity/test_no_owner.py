"""Whoever deployed Identity can do nothing with it that a stranger cannot."""

import brownie
import pytest

from tests.unit.identity.conftest import CREDENTIAL, KIND

FOR_ANYONE = {"describe", "issue", "decline"}
VIEWS = {"claim", "holds", "profiles"}


@pytest.fixture
def calls(identity, issued, issuer, seller, buyer, document, expires):
    """Of each function a call that goes through for who may make it."""
    found = {
        "describe": (document,),
        "issue": (buyer, KIND, expires, CREDENTIAL),
        "renew": (seller, KIND, expires, CREDENTIAL),
        "revoke": (seller, KIND, document),
        "decline": (issuer, KIND, True),
        "claim": (issuer, seller, KIND),
        "holds": (issuer, seller, KIND),
        "profiles": (seller,),
    }
    assert found.keys() == {entry["name"] for entry in identity.abi if entry["type"] == "function"}
    return {verb: getattr(identity, verb).encode_input(*arguments) for verb, arguments in found.items()}


def test_default_behavior(identity, calls, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    done = set()
    for verb, data in calls.items():
        asked = [
            ("eth_call", [{"from": who.address, "to": identity.address, "data": data}, "latest"])
            for who in (deployer, stranger)
        ]
        by_deployer, by_stranger = wire.answers(asked)
        assert by_deployer.get("result") == by_stranger.get("result"), verb
        assert by_deployer.get("error") == by_stranger.get("error"), verb
        done |= {verb} if "result" in by_deployer else set()
    assert done == FOR_ANYONE | VIEWS


def test_takes_no_coin(identity, deployer):
    with brownie.reverts():
        deployer.transfer(identity, 1)
