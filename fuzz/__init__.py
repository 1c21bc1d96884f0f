"""Fuzzing: unlikely bytes for every reader of untrusted files.

A target takes bytes, does with them what the program does, and judges what comes out: problems may be raised, nothing
else, and what is made has to be right. `python -m fuzz` runs targets under atheris, which looks for bytes that reach
code not reached before, or, where it is not installed, with changes of the kept inputs alone.
"""
