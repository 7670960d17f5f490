"""Following orders, and keeping what they leave: an account's orders, one order, its record, its proof."""
