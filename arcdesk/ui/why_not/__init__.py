"""Why not: everything that is not being chased, and why; each with what ends it."""
