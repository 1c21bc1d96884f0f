"""Publish the events and protocols of a two-sided working group, in two languages, as PDFs and a dated compendium."""

__version__ = "0.1.0"
