"""Passes over a finished plan: one pass, one file, one function; `order.py` holds the order in which they run."""
