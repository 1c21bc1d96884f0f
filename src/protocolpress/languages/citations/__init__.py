"""Citations in words in existing texts: a pattern for each supported language."""
