"""Two versions of a document in, what changed out: a pure comparison of localized texts, in all languages at once.

In: the columns of a `LocalizedDocument` in each version, with the same languages in the same order. Out: a
`Comparison`: the whole text as rows, each with its words marked as kept, deleted or inserted, and the list of changes.
Nothing is read here, and nothing fails.

Modules, in order of the work: `units`  a document as a tree of units. `tokens`  a text as words, with figures, dates
and placeholders whole. `alignment`  two lists side by side. `pairing`  which unit of one version is which of the other.
`wording`  what changed inside a pair. `comparing`  all of it. `values`  the result. `written`  it as text and JSON.
"""
