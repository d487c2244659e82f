"""What messages are, as plain Python: kinds, channels, when something may be sent."""
