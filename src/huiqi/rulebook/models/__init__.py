"""The tables of rulebook, one subject a file."""
