"""The market with points: a Loyalty for each of its currencies."""

from eth_abi import encode

from scripts.artifacts import Artifact
from tests.fixtures.node import Node
from tests.fixtures.terms import EMPTY, MAX_UINT
from tests.stateful.market import Call, Market

TAKES = ("address", "address", "string", "string", "uint8")


class PointsMarket(Market):
    """`loyalties` are names of contracts by their address, `points` addresses by their currency."""

    def __init__(self, node: Node, artifacts: dict[str, Artifact]) -> None:
        self.loyalties: dict[str, str] = {}
        self.points: dict[str, str] = {}
        super().__init__(node, artifacts)

    @property
    def with_code(self) -> set[str]:
        return super().with_code | set(self.loyalties)

    @property
    def holders(self) -> list[str]:
        return [*super().holders, *self.loyalties]

    def _deploy_later(self) -> None:
        """Everybody has allowed everything to the points of a currency too."""
        super()._deploy_later()
        self.loyalties, self.points = {}, {}
        for number, currency in enumerate(self.currencies):
            arguments = encode(TAKES, (self.escrow, currency, "Points", "P", 18))
            name = f"Loyalty {number}"
            contract = self.contracts[name] = self._deploy(self.artifacts["Loyalty"], arguments)
            self.loyalties[contract.address], self.points[currency] = name, contract.address
            for token, known in self.contracts.items():
                if known.address == currency != EMPTY:
                    people = self.people.values()
                    self._must(*(Call(person, "approve", (contract.address, MAX_UINT), to=token) for person in people))
