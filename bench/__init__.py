"""Benchmarks, run by hand: the promised speed."""
