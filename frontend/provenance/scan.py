"""/scan: by the camera, from a picture, by typing. Whatever was read, the way leads to a page of this storefront."""

from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from frontend.provenance import naming
from frontend.provenance.blueprint import bp, show, with_camera
from frontend.web import limits

FIELDS = ("gtin", "lot", "serial")


@bp.get("/scan")
@limits.limiter.limit(limits.READS)
def scan() -> Response:
    """The page; with `text`, or the parts of a name, the way on to what they name; `again` shows what was typed."""
    typed = {name: request.args.get(name, "").strip()[: naming.LONGEST] for name in ("text", *FIELDS)}
    problem: dict[str, Any] = {}
    try:
        if any(typed.values()) and "again" not in request.args:
            return redirect(naming.path_of(_named(typed)), 303)
    except naming.Unnamed as unnamed:
        typed |= {name: part for name in FIELDS if (part := getattr(unnamed.parts, name))}
        problem = {"said": str(unnamed), "part": unnamed.field, "at": "text" if typed["text"] else unnamed.field}
    return with_camera(show("scan", typed=typed, problem=problem))


def _named(typed: dict[str, str]) -> naming.Named:
    return naming.read(typed["text"]) if typed["text"] else naming.product(*(typed[name] for name in FIELDS))
