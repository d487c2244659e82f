"""What was paid before Huiqi, as plain Python: states of a file, what becomes of its rows, what can be wrong with them."""
