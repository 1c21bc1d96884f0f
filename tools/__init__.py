"""Tools for working on the program."""
