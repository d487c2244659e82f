"""The register's tables and their guards; every step can be taken back."""
