"""Asks the storefront whatever its description allows, and much that it does not."""
