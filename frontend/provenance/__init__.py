"""Where goods come from: scanning, and the pages of goods, lots, items, units, producers and traces."""

from frontend.provenance import scan
from frontend.provenance.blueprint import bp

__all__ = ["bp", "scan"]
