"""From typed trees to a plan of columns that knows no dialect: unknowns, fractions, bounds and digits made explicit.

A printer (DuckDB, Spark, later a native kernel) only has to know the few nodes of `nodes.py`.
"""
