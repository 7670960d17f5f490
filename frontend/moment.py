"""A point in time that remembers until when all that was decided by it stays so."""

FOREVER = 1 << 64  # seconds


class Now(int):
    """Unix seconds; `until` is the first moment at which a comparison with it, or with what was added to it, would come
    out another way.

    What is told by other means, such as a difference in days, it does not know.
    """

    until: int
    _origin: "Now"

    def __new__(cls, seconds: int, origin: "Now | None" = None) -> "Now":
        made = super().__new__(cls, seconds)
        made.until, made._origin = FOREVER, origin or made
        return made

    def __lt__(self, other: int) -> bool:
        return self._meets(other) and int(self) < other

    def __le__(self, other: int) -> bool:
        return self._meets(other + 1) and int(self) <= other

    def __gt__(self, other: int) -> bool:
        return self._meets(other + 1) and int(self) > other

    def __ge__(self, other: int) -> bool:
        return self._meets(other) and int(self) >= other

    def __add__(self, other: int) -> "Now":
        return Now(int(self) + other, self._origin)

    def __sub__(self, other: int) -> "Now":
        return Now(int(self) - other, self._origin)

    __radd__ = __add__

    def _meets(self, turn: int) -> bool:
        """Remembers when it would be as late as that; True."""
        if turn > int(self):
            self._origin.until = min(self._origin.until, int(self._origin) + turn - int(self))
        return True
