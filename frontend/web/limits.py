"""How often one address may ask, and how much it may send: floods get 429 and a sentence."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, Response, jsonify, render_template, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from frontend.resources import settings

READS = "1200/minute"
PICTURES = "6000/minute"  # of which a page has dozens, for a whole office behind one address
POLLS = "6000/minute"  # each of whose browsers asks twice a second while something is on its way
SEARCHES = "240/minute"
WAITING = "120/hour"  # documents that no order names yet
WAITING_NEARBY = "600/hour"  # the same, from all addresses of a neighbourhood
UNKNOWN_ORDERS = "60/minute"  # which not even the node knows
TABLES = "20/minute"  # of all of somebody's orders
ERASURES = "30/hour"
SIGNED = "30/minute; 120/hour"  # of them the node is asked what they would do
SIGNED_NEARBY = "600/hour"
PRESENTATIONS = "60/minute; 600/hour"  # of them the node is asked whether they hold
KEPT = "60/hour"  # confirmations that wait for their sellers

MOST_SENT = 8 * 1024 * 1024  # bytes of a request; most take far less

HOME = 64  # bits: who has one address of IPv6 has as many as these leave
NEARBY = {4: 24, 6: 48}  # bits: what one provider's customer may have


def caller() -> str:
    """Who asks, as far as an address tells; of IPv6 the network that one home has."""
    return _network({6: HOME})


def _network(bits: dict[int, int]) -> str:
    """The part of the caller's address that counts."""
    try:
        address = ip_address(get_remote_address())
    except ValueError:
        return get_remote_address()
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{bits.get(address.version, address.max_prefixlen)}", strict=False))


limiter = Limiter(caller, storage_uri="memory://", headers_enabled=True)


def init_app(app: Flask) -> None:
    """Counts per worker; behind proxies the address is the one that the nearest of them saw."""
    limiter.init_app(app)
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT
    app.register_error_handler(TooManyRequests, _too_many)
    with app.app_context():
        proxies = settings().proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def uploads() -> str:
    """The limit of uploads, from the configuration."""
    return f"{settings().uploads_per_minute}/minute"


def may(what: str, limit: str) -> bool:
    """Counts something that only this caller does; False where he did it too often."""
    return limiter.limiter.hit(parse(limit), what, caller())


def might(what: str, limit: str) -> bool:
    """Whether this caller may still do something, without counting it."""
    return limiter.limiter.test(parse(limit), what, caller())


def may_nearby(what: str, limit: str) -> bool:
    """The same for all callers nearby together."""
    return limiter.limiter.hit(parse(limit), what, _network(NEARBY))


def _too_many(error: TooManyRequests) -> tuple[Response | str, int]:
    if not request.path.startswith("/api/"):
        return render_template("429.html"), 429
    return jsonify(error=f"Too many requests ({error.description}); try again later."), 429
