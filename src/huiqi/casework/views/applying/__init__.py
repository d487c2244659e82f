"""The pages of applications: what officers open and check, what companies give."""
