"""Where goods come from: scanning, and the pages of goods, lots, items, units, producers and what one owns."""

from frontend.provenance import goods, mine, producer, scan, trace
from frontend.provenance.blueprint import bp

__all__ = ["bp", "goods", "mine", "producer", "scan", "trace"]
