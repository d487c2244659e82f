"""The rules engine: dated policies as checked rules, decided exactly and explained.

It knows no framework, no database and no product; `api.py` holds the names that users need.
"""
