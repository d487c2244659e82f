"""The register's rules as plain Python: codes, names, values of facts, who may see and do what."""
