"""The demo market and its story."""
