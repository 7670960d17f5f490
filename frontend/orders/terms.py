"""An order's terms as browsers take them."""

from typing import Any

from frontend.index.rows import Order


def words(order: Order) -> dict[str, Any]:
    """The terms with numbers as texts: whole numbers of a browser are too small for amounts."""
    terms = order.terms()
    offer = {name: str(value) for name, value in terms.pop("offer").items()}
    return {"offer": offer} | {name: str(value) for name, value in terms.items()}
