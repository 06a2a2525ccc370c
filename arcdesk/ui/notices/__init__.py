"""Notices outside the window: the desktop bus, Windows' own toasts, the tray, and the choice among them."""
