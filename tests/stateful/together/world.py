"""The models of all contracts beside that of Escrow, which they share."""

from tests.stateful.credit.world import CreditWorld
from tests.stateful.points.world import PointsWorld
from tests.stateful.provenance.world import ProvenanceWorld


class WholeWorld(PointsWorld, ProvenanceWorld, CreditWorld):
    """Each takes the calls of its own contracts, and hands on the others."""
