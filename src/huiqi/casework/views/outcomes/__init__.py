"""The pages of orders that are paid on their outcome."""
