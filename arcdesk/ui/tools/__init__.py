"""The calculators of the tools page, one module each."""
