"""How texts from elsewhere cite places, a pattern for each language that is known."""
