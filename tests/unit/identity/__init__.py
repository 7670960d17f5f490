"""What tests of Identity share: see conftest.py."""
