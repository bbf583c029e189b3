"""The command line, in this process and installed."""
