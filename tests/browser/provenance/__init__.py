"""Stories of goods, told by the scripts and in a real browser."""
