"""The words and rules of applications: a company asks for what the register cannot tell by itself."""
