"""Clauses that pay without an application: kept on a list by two people; cases are made as facts arrive."""
