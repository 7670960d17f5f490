"""Goods in a real browser: scanned, read, claimed, handed on, recalled."""
