"""Pages of imports, one subject a file: each calls one service or query."""
