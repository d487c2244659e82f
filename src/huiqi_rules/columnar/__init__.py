"""Plans run over a whole register: printed as SQL for DuckDB, and for a Spark cluster where there is one."""
