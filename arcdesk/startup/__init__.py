"""Starting with the computer: the program at the log-in, and being reminded while it is closed."""
