"""What people send to the pages of earlier payments, as plain values."""
