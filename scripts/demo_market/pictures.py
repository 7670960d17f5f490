"""The demo market's pictures as files, painted once for each version of their painters."""

import hashlib
from pathlib import Path

from scripts.demo_market import farm_goods, home, logos, painting, tableware

PAINTERS = {**tableware.PAINTERS, **home.PAINTERS, **logos.PAINTERS, **farm_goods.PAINTERS}


def paint(folder: Path) -> Path:
    """Paint what is not there yet: NAME.png and NAME-detail.png for each product; returns the folder they are in."""
    target = folder / _version()
    target.mkdir(parents=True, exist_ok=True)
    for name, painter in PAINTERS.items():
        done = target / f"{name}.png"
        if not done.exists():
            picture = painter()
            (target / f"{name}-detail.png").write_bytes(picture.detail())
            part = done.with_suffix(".part")
            part.write_bytes(picture.finished())
            part.replace(done)
    return target


def _version() -> str:
    sources = [Path(str(module.__file__)).read_bytes() for module in (painting, tableware, home, logos, farm_goods)]
    return hashlib.sha256(b"".join(sources)).hexdigest()[:16]
