"""Scripts of others, served from node_modules as the lock file names them, never from elsewhere."""

from hashlib import sha256
from pathlib import Path

from frontend.config import ConfigError
from scripts import parameters

FOLDER = parameters.ROOT / "node_modules"

# Under which name each is served: where it lies, and its sha-256
SCRIPTS = {
    "ethers.min.js": (  # 6.17.0
        FOLDER / "ethers" / "dist" / "ethers.min.js",
        "b016b0c3898c78fd8156466eb1ff1f42c9df951c2f0d64c9bdf799fe745b0a6c",
    ),
    "qr/decode.js": (  # 0.7.0, which reads QR codes
        FOLDER / "qr" / "decode.js",
        "00e209820dcb11d624e9a03d6383e580766792b57d1651318f0a29e4e1ff0fe8",
    ),
    "qr/index.js": (  # and what that imports
        FOLDER / "qr" / "index.js",
        "a0de370051f94bd74f218f74401fdf197585e3f9ef0143164f87ea941a3fdd6f",
    ),
}


def checked() -> dict[str, Path]:
    """Each script by the name under which it is served; raises ConfigError where one is missing or another."""
    for path, pinned in SCRIPTS.values():
        if not path.exists():
            raise ConfigError(f"{path} is missing; `make setup` brings it.")
        if sha256(path.read_bytes()).hexdigest() != pinned:
            raise ConfigError(f"{path} is not the pinned version; `make setup` brings that.")
    return {name: path for name, (path, _) in SCRIPTS.items()}
