"""What a rulebook is: facts, parameters, policies with dated versions, clauses, limits; and what a decision is.

Frozen dataclasses only. Packs fill them from YAML, the checker types them, the back ends run them.
"""
