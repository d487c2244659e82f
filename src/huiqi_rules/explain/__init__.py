"""Why a decision is what it is, and how far it is to another: traces, sentences, distances and questions."""
