"""Reading casework: every function takes the actor first."""
