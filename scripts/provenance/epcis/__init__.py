"""EPCIS 2.0 in JSON-LD: other systems' events into what the chain can hold, and what the chain tells into events."""
