"""What shoppers signed, brought to the chain: by this storefront, which pays for it, or by the seller."""
