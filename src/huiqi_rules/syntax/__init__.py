"""FEEL as text: lexer, Pratt parser, frozen tree and printer."""
