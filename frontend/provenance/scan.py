"""/scan: by the camera, from a picture, by typing. Whatever was read, the way leads to a page of this storefront."""

from flask import redirect, request
from werkzeug.wrappers import Response

from frontend.provenance import naming
from frontend.provenance.blueprint import bp, show, with_camera
from frontend.web import limits

FIELDS = ("gtin", "lot", "serial")


@bp.get("/scan")
@limits.limiter.limit(limits.READS)
def scan() -> Response:
    """The page; with `text`, or the parts of a name, the way on to what they name."""
    typed = {name: request.args.get(name, "").strip()[: naming.LONGEST] for name in ("text", *FIELDS)}
    problem, field = "", ""
    try:
        if typed["text"]:
            return redirect(naming.path_of(naming.read(typed["text"])), 303)
        if any(typed.values()):
            return redirect(naming.path_of(naming.product(*(typed[name] for name in FIELDS))), 303)
    except naming.Unnamed as unnamed:
        problem, field = str(unnamed), unnamed.field
    return with_camera(show("scan", typed=typed, problem=problem, field=field))
