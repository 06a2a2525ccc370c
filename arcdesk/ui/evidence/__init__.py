"""Showing sealed evidence: thumbnails, grid, preview, and adding to it."""
