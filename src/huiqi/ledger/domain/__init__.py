"""What money can do, as plain Python."""
