"""The tables of casework, one subject a file."""
