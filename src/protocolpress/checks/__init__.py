"""Is the translation right? Texts with their translations come in, problems go out; nothing is read or written.

A module is a family: `markup`, `concordance`, `terms`, `typography`, `sense`. Each has a tuple `RULES`; a rule is one
function with one stable id. `run` applies them all and listens to `protocolpress-ignore` comments. `state` is of
another kind: what is missing, fuzzy or stale is no fault of a translation, and cannot be silenced.
"""
