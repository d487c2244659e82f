"""Decision models of the DMN standard: reading `.dmn` files, evaluating them, and running the conformance kit."""
