"""Registers of companies as sheets: dirty cells into facts with every doubt reported, and results out as tables."""
