"""The words and rules of orders that are paid on their outcome: promised by two people, proved, confirmed by another, and only then paid."""
