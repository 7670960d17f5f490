"""After the purchase: following an order, keeping what belongs to it, mail, evidence."""
