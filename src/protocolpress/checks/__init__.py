"""Is the translation right? Texts with their translations come in, problems go out; nothing is read or written.

A module is a family: `markup`, `concordance`, `terms`, `typography`, `sense`. Each has a tuple `RULES`; a rule is one
function with one stable id. `run` applies them all and obeys `protocolpress-ignore` comments. `state` is different: a
missing, fuzzy or stale translation is not faulty, and cannot be silenced.
"""
