"""Passes over a finished plan: one pass, one file, one function."""
