"""Who somebody is: names, claims, credentials, and who may be taken for whom."""
