"""The tables of ranked competitions: panels score, places are given by rank."""
