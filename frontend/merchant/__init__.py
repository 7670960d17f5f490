"""The merchant's dashboard: figures, orders, offers, and everything that a shop's scripts do, in the browser."""

from frontend.merchant import importing, offers, orders, overview, profile, publishing, reviews, statement
from frontend.merchant.blueprint import bp

__all__ = ["bp", "importing", "offers", "orders", "overview", "profile", "publishing", "reviews", "statement"]
