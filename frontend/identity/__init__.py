"""Who is behind an account: what issuers claim, in a word, a sentence and on pages."""

from frontend.identity import account, believed, mine
from frontend.identity.blueprint import bp

__all__ = ["account", "believed", "bp", "mine"]
