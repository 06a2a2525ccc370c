"""Panels that stand beside a page while the person works."""
