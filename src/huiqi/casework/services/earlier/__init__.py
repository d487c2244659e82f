"""Bringing in what was paid before Huiqi: received, checked, decided, entered by one, confirmed by another, taken back by two."""
