"""Where goods come from: scanning, and the pages of goods, lots, items, units, producers and what one owns."""

from frontend.provenance import banners, goods, mine, offered, producer, scan, trace
from frontend.provenance.blueprint import bp

bp.add_app_template_global(offered.origin, "origin_of")
bp.add_app_template_global(offered.told, "origin_banners")
bp.add_app_template_filter(banners.only_of_ingredients)
bp.add_app_template_global(offered.mark, "recall_mark")

__all__ = ["bp", "goods", "mine", "producer", "scan", "trace"]
