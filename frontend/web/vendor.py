"""Scripts of others, served from node_modules as the lock file names them, never from elsewhere."""

from hashlib import sha256
from pathlib import Path

from frontend.config import ConfigError
from scripts import parameters

ETHERS = parameters.ROOT / "node_modules" / "ethers" / "dist" / "ethers.min.js"
ETHERS_SHA256 = "b016b0c3898c78fd8156466eb1ff1f42c9df951c2f0d64c9bdf799fe745b0a6c"  # of ethers 6.17.0


def checked() -> Path:
    """The one vendored script; raises ConfigError where it is missing or is not the pinned one."""
    if not ETHERS.exists():
        raise ConfigError(f"{ETHERS} is missing; `make setup` brings it.")
    if sha256(ETHERS.read_bytes()).hexdigest() != ETHERS_SHA256:
        raise ConfigError(f"{ETHERS} is not the pinned version; `make setup` brings that.")
    return ETHERS
