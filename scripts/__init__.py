"""What merchants, carriers, arbiters and operators type as `brownie run NAME`, and what those commands share."""
