"""The words and rules of ranked competitions: panels score, places are given by rank."""
