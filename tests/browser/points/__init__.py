"""Points in a real browser."""
