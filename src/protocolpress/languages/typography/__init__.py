"""The typography of languages: rules from line to line; `common` has the shared parts, and knows no language."""
