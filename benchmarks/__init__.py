"""Measurements: each module with a `main() -> dict[str, object]` is one; `python -m benchmarks` runs them all."""
