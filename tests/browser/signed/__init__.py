"""Buying and acting by signatures that the storefront sends, and what becomes of those that were left."""
