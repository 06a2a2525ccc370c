"""Documents on paper: frozen dataclasses in, the bytes of a PDF out; no database, no clock."""
