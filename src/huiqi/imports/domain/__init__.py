"""The rules of bringing sheets in, as plain Python: what columns may mean, what can be wrong, how rows meet companies."""
