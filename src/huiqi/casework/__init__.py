"""Flow 1: register and rulebook together: snapshots, runs, the sandbox, what a company can get, what is to be told to whom."""
