"""Measurements, run by hand: what is promised about speed."""
