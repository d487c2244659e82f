"""From the syntax tree to Python closures: one compiler, two strictnesses."""
