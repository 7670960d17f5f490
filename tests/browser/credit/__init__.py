"""Paying later in a real browser."""
