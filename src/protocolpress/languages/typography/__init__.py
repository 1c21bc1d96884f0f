"""The typography of languages: rules from line to line; `common` has what they share, and knows no language."""
