"""The tables of messages, one subject a file."""
