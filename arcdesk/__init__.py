"""ArcDesk (应收账款催收台): accounts-receivable collection for one accountant, offline."""

__version__ = "0.1.0"
