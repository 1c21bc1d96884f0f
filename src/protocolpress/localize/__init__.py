"""Make a document final for one locale: translated and typeset, with dates, numbers and references in its format."""
