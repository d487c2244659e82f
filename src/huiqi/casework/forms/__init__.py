"""Forms: they parse and clean; what may be done, the services decide."""
