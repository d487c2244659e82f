"""What people send to the pages of claims, as plain values."""
