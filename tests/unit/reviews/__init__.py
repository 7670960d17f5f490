"""What tests of Reviews share: see conftest.py."""
