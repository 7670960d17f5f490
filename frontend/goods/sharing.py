"""Passing an offer on: a link that names who brought the sale, its QR code, a button for other sites, a preview."""

from dataclasses import dataclass
from io import BytesIO

import segno
from flask import Blueprint, Flask, Response, abort, make_response, render_template, request, url_for
from flask_babel import force_locale  # type: ignore[import-untyped]
from markupsafe import Markup

from frontend import people
from frontend.config import checked_account
from frontend.goods import wares
from frontend.index import queries
from frontend.index.rows import Offer
from frontend.resources import book, database, settings
from frontend.web.urls import id_in_url, mistyped
from frontend.wording.formats import money
from frontend.wording.language import LANGUAGES, current, in_words
from frontend.wording.texts import gettext

bp = Blueprint("sharing", __name__)

KEPT_FOR = 600  # seconds that other sites' readers see an old button
SUMMARY = 200  # characters of a preview's text
QR_SCALE = 6  # pixels of a module
QR_BORDER = 4  # modules, as the standard asks for
TITLE = 30  # characters on a button


@dataclass(frozen=True)
class Card:
    """What other sites show of a page when its address is pasted there; `picture` may be empty."""

    title: str
    text: str
    url: str
    kind: str
    picture: str = ""
    alt: str = ""


def init_app(app: Flask) -> None:
    """Make the absolute address of a page callable in templates."""
    app.add_template_global(absolute)


def absolute(path: str) -> str:
    """A path of this storefront as an address; from the configuration, for anybody can send any Host."""
    return settings().origin.rstrip("/") + path


def card_of_offer(offer: Offer) -> Card:
    """The preview of an offer's page."""
    document = offer.document
    seller = people.person(offer.seller).name
    price = money(offer.price, offer.currency)
    text = gettext("%(price)s from %(seller)s. The seller is paid when it has arrived.", price=price, seller=seller)
    pictures = document.get("pictures", [])
    return Card(
        title=in_words(document["title"]) if document else gettext("Offer %(id)s", id=offer.id[:10]),
        text=f"{text} {in_words(document['description'])}"[:SUMMARY] if document else text,
        url=absolute(url_for("catalogue.offer", offer_id=offer.id)),
        kind="product",
        picture=absolute(wares.picture_url(pictures[0]["sha256"])) if pictures else "",
        alt=in_words(pictures[0]["alt"]) if pictures else "",
    )


def card_of_shop(seller: people.Person) -> Card:
    """The preview of a shop's page."""
    profile = seller.profile.document
    logo = profile.get("logo", "")
    return Card(
        title=seller.name,
        text=in_words(profile.get("about", {}))[:SUMMARY]
        or gettext("Pay now; the seller is paid when it has arrived."),
        url=absolute(url_for("catalogue.shop", address=seller.address)),
        kind="website",
        picture=absolute(wares.picture_url(logo)) if logo else "",
        alt=seller.name if logo else "",
    )


@bp.get("/offers/<offer_id>/share")
def page(offer_id: str) -> str:
    """Link, QR code and button of an offer, with somebody's account in them if he gives it."""
    offer = _offer(offer_id)
    typed = request.args.get("account", "").strip()[:64]
    referrer = checked_account(typed)
    problem = _problem(offer, typed, referrer)
    referrer = "" if problem else referrer
    card, link = card_of_offer(offer), _link(offer, referrer)
    return render_template(
        "share.html",
        offer=offer,
        typed=typed,
        referrer=referrer,
        problem=problem,
        link=link,
        snippet=_snippet(link, absolute(url_for("sharing.button", offer_id=offer.id, lang=current())), card.title),
        card=card,
    )


@bp.get("/offers/<offer_id>/qr.svg")
def qr(offer_id: str) -> Response:
    """The QR code of an offer's link; `ref` is the account that brought the sale."""
    link = _link(_offer(offer_id), checked_account(request.args.get("ref", "")))
    output = BytesIO()
    segno.make(link, error="m", micro=False).save(
        output, kind="svg", scale=QR_SCALE, border=QR_BORDER, light="#fff", dark="#000", title=link
    )
    return _picture(output.getvalue())


@bp.get("/offers/<offer_id>/button.svg")
def button(offer_id: str) -> Response:
    """A button with title and price, to be shown by other sites; `lang` is its language."""
    offer, wanted = _offer(offer_id), request.args.get("lang", "")
    with force_locale(wanted if wanted in LANGUAGES else current()):
        title = in_words(offer.document.get("title", {})) or gettext("Offer %(id)s", id=offer.id[:10])
        shown = title if len(title) <= TITLE else title[: TITLE - 1] + "…"
        return _picture(render_template("button_svg.html", offer=offer, title=shown).encode())


def _problem(offer: Offer, typed: str, account: str) -> str:
    """Why an account can earn nothing by this offer, as a sentence; empty where it can."""
    if typed and not account:
        return mistyped(typed) or gettext(
            "This is not an account. An account begins with 0x, and 40 digits and letters from a to f follow."
        )
    if account in (offer.seller, offer.arbiter, book().escrow.address):
        return gettext("This account takes part in the sale itself, so it can earn nothing by it.")
    return ""


def _snippet(link: str, button: str, title: str) -> str:
    """HTML of a button for another site, in which a merchant's title is text whatever it looks like."""
    return str(Markup('<a href="{}"><img src="{}" width="260" height="64" alt="{}"></a>').format(link, button, title))


def _link(offer: Offer, referrer: str) -> str:
    """An offer's address, with the account that brings the sale, if any."""
    return absolute(url_for("catalogue.offer", offer_id=offer.id, ref=referrer or None))


def _picture(svg: bytes) -> Response:
    """A drawing that other sites may show."""
    response = make_response(svg)
    response.content_type = "image/svg+xml; charset=utf-8"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.cache_control.max_age = KEPT_FOR
    response.cache_control.public = True
    return response


def _offer(offer_id: str) -> Offer:
    return queries.offer(database(), id_in_url(offer_id)) or abort(404)
