"""The arbiter's desk: what awaits a ruling, both sides' evidence, the ruling, the profile."""

from frontend.arbiter import pages
from frontend.arbiter.blueprint import bp

__all__ = ["bp", "pages"]
