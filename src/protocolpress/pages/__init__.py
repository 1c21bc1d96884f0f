"""LocalizedDocument → HtmlPage: Jinja templates over finished text.

In: one localized document for each column of an edition, and the furniture's words. Out: HTML that stands alone but for
its stylesheet, fonts and pictures. Fails with `TemplateError` at the template's line. Nothing here translates.
"""
