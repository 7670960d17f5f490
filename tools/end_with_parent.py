"""`python end_with_parent.py PARENT COMMAND ...` becomes a command that ends when PARENT does, even if that is killed.

Linux does it; on other systems the command just runs, and ends with its parent only where that has time to end it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def ending_with_parent(command: list[str]) -> list[str]:
    """The command to start in place of this one, by this process; its process id is the command's own."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def main(parent: int, command: list[str]) -> None:
    """Become the command, unless the parent has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == parent:
        os.execvp(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
