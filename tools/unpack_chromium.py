"""Unpack the Chromium that npm brought into node_modules/.chromium and write the command `run` that starts it.

The package is made for machines without any desktop library, and carries the few that Chromium wants as well as one
font; both are used only where the machine has none of its own.
"""

import shutil
import subprocess
import tarfile
from pathlib import Path

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
PACKED = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = NODE_MODULES / ".chromium"
DECOMPRESS = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"


def decompress(name: str, target: Path) -> None:
    """Write what the brotli file `name` of the package contains to `target`."""
    with (PACKED / (name + ".br")).open("rb") as source, target.open("wb") as sink:
        subprocess.run(["node", "-e", DECOMPRESS], stdin=source, stdout=sink, check=True)


def unpack_tar(name: str) -> None:
    """Unpack the compressed tar file `name` of the package beside the browser."""
    packed = UNPACKED / name
    decompress(name, packed)
    with tarfile.open(packed) as archive:
        archive.extractall(UNPACKED)
    packed.unlink()


def environment() -> str:
    """Shell assignments for what this machine lacks: shared libraries, a font configuration."""
    settings = ""
    listed = subprocess.run(["ldd", str(UNPACKED / "chromium")], capture_output=True, text=True, check=True).stdout
    if "not found" in listed:
        settings += 'LD_LIBRARY_PATH="$here/lib" '
    if not Path("/etc/fonts/fonts.conf").exists():
        settings += 'FONTCONFIG_PATH="$here" '
    return settings


def main() -> None:
    """Unpack into an empty directory."""
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir()
    decompress("chromium", UNPACKED / "chromium")
    (UNPACKED / "chromium").chmod(0o755)
    for name in ("swiftshader.tar", "al2023.tar", "fonts.tar"):
        unpack_tar(name)
    run = UNPACKED / "run"
    run.write_text(f'#!/bin/sh\nhere="{UNPACKED}"\n{environment()}exec "$here/chromium" "$@"\n')
    run.chmod(0o755)


if __name__ == "__main__":
    main()
