"""Claims (兑现): what a clause's run found becomes money, step by step. Pure rules: states, credit, order, files."""
