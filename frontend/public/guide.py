"""The guide: a first purchase, what if ..., paying later, the words, and what a blockchain proves."""

from flask import Blueprint, render_template

from frontend import devnet
from frontend.public import what_if
from frontend.public.glossary import in_order
from frontend.resources import book

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("/")
def index() -> str:
    """What the guide has."""
    return render_template("guide/index.html")


@bp.get("/first-purchase")
def first_purchase() -> str:
    """A practice order from the first click to the confirmation; elsewhere than on a devnet, where to practise."""
    return render_template("guide/first_purchase.html", practice=book().is_devnet, roles=devnet.roles())


@bp.get("/what-if")
def questions() -> str:
    """Every line of the state table as a question."""
    return render_template("guide/what_if.html", lines=what_if.lines())


@bp.get("/paying-later")
def paying_later() -> str:
    """Paying in instalments, and lending to those who do."""
    return render_template("guide/paying_later.html", vaults=book().vaults)


@bp.get("/glossary")
def glossary() -> str:
    """The words, in the order of the reader's language."""
    return render_template("guide/glossary.html", terms=in_order())


@bp.get("/proof")
def proof() -> str:
    """What a blockchain proves, what it does not, and how to check it."""
    return render_template("guide/proof.html", contracts=book().contracts)
