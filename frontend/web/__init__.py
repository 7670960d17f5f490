"""How pages travel: headers, compression, assets, limits, what stands in an address line."""
