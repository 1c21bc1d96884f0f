"""Make a document final for one locale: translated, typeset, its dates, numbers and references in its form."""
