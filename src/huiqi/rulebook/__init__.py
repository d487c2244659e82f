"""Book 2: packs and their versions, drafts and the gate to publication, evaluating and explaining; the only door to the engine."""
