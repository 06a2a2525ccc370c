"""The read side: SQL in, plain rows out."""
