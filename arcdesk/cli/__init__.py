"""The command line: one module per group of commands, all over the same services as the window."""
