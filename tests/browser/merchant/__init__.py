"""A merchant at the dashboard."""
