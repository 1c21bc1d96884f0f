"""LocalizedDocument → HtmlPage: Jinja templates over finished text.

In: one localized document for each column of an edition, and the interface words. Out: HTML that needs only its
stylesheet, fonts and pictures. Fails with `TemplateError` at the template's line. Nothing here translates.
"""
