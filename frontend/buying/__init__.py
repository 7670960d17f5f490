"""The cart, the checkout, the receipt, and what whoever brought a sale earns."""
