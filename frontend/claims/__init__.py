"""Credentials that their subjects let this storefront publish."""
