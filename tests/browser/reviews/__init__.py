"""Reviews in a real browser."""
