"""Migrations of the part."""
