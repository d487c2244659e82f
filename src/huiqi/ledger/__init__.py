"""The ledger: money in double entry, only ever added to. It knows opaque causes, parties and codes, and no business words."""
