"""The market with Identity and Reviews beside its Escrow."""

from eth_abi import encode

from tests.stateful.market import Market

IDENTITY, REVIEWS = "Identity", "Reviews"


class OpinionsMarket(Market):
    """Who vouches for whom, and what buyers say."""

    def _deploy_later(self) -> None:
        super()._deploy_later()
        self.contracts[IDENTITY] = self._deploy(self.artifacts[IDENTITY])
        self.contracts[REVIEWS] = self._deploy(self.artifacts[REVIEWS], encode(["address"], [self.escrow]))
