"""What GS1 calls the things that logs name, and what was reported of them in these words."""

from typing import Any

from sqlalchemy import Connection, select

from frontend.index.provenance import finding
from frontend.index.provenance import tables as t
from frontend.index.provenance.kinds import is_empty, text_of
from frontend.index.provenance.rows import Lot
from frontend.index.reading import checksummed
from scripts.provenance.epcis.agreement import Report
from scripts.provenance.epcis.facts import Goods
from scripts.provenance.gs1 import Product, Unit
from scripts.refusal import Refusal

Fields = dict[str, Any]


class Names:
    """Names of things; each lot is looked up once. Refused where GS1 has no name, or there is no such lot."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._lots: dict[str, Lot | None] = {}

    def goods(self, item: Fields) -> Goods:
        """A lot, an item or a unit."""
        is_unit = int(item["lot"], 16) < 1 << 160
        return Unit(text_of(item["serial"])) if is_unit else self.product(item)

    def product(self, item: Fields) -> Product:
        """A lot or an item of it."""
        lot = self.lot(item["lot"])
        return lot if is_empty(item["serial"]) else Product(lot.gtin, lot=lot.lot, serial=text_of(item["serial"]))

    def lot(self, lot_id: str) -> Product:
        """A whole lot."""
        found = self._found(lot_id)
        if found is None:
            raise Refusal("That is no lot.")
        return Product(found.gtin, lot=found.batch)

    def count(self, lot_id: str) -> int:
        """How many items a lot has; 0 where there is no such lot."""
        found = self._found(lot_id)
        return found.count if found else 0

    def recalled(self, recall_id: str) -> tuple[Product, str]:
        """The lot that a recall is of, and whose recall it is."""
        r = t.recalls.c
        of_it = select(t.lots.c.id, r.by).join_from(t.recalls, t.lots, t.lots.c.position == r.subject)
        row = self._db.execute(of_it.where(r.id == recall_id)).one_or_none()
        if row is None:
            raise Refusal("That is no recall of a lot.")
        return self.lot(row.id), checksummed(row.by)

    def report(self, fields: Fields) -> Report:
        """What an EventReported told."""
        place = bytes.fromhex(fields["read_point"][2:])
        return Report(self.goods(fields), fields["step"], fields["disposition"], place, fields["time"])

    def _found(self, lot_id: str) -> Lot | None:
        if lot_id not in self._lots:
            self._lots[lot_id] = finding.lot(self._db, lot_id)
        return self._lots[lot_id]
