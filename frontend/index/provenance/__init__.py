"""Where goods come from, as the index keeps it: lots, items, who had them, what happened to them."""
