"""Pages of goods: what a scan tells, where things have been, who has them, what was recalled."""
