"""Templates: strict, escaping, and each mistake with its own file and line."""

from __future__ import annotations

import pytest

from protocolpress.errors import TemplateError
from protocolpress.files import MemoryFiles
from protocolpress.pages import messages
from protocolpress.pages.renderer import HtmlRenderer


def rendered(values: dict[str, object], **templates: str) -> str:
    files = MemoryFiles({f"templates/{name}.html": text for name, text in templates.items()})
    return HtmlRenderer(files).render("page.html", **values)


def complaint(values: dict[str, object], **templates: str) -> str:
    with pytest.raises(TemplateError) as caught:
        rendered(values, **templates)
    (problem,) = caught.value.problems
    return f"{problem.position}: {problem.message} [{problem.rule}]"


def test_values_are_escaped() -> None:
    assert rendered({"x": "<b>&"}, page="<p>{{ x }}</p>") == "<p>&lt;b&gt;&amp;</p>"


def test_a_value_is_never_a_template() -> None:
    assert rendered({"x": "{{ 7 * 7 }}"}, page="{{ x }}") == "{{ 7 * 7 }}"


MACROS = "{% macro a(x) %}\n\n{{ x.name }}\n{% endmacro %}\n{% macro b(x) %}\n\n\n\n{{ missing }}\n{% endmacro %}\n"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("one\n{{ missing }}", "templates/page.html:2: 'missing' is undefined [template-error]"),
        (
            "{% import 'macros.html' as m %}\n\n{{ m.b(1) }}",
            "templates/macros.html:9: 'missing' is undefined [template-error]",
        ),
        (
            "{% import 'macros.html' as m %}{{ m.a({}) }}",
            "templates/macros.html:3: 'dict object' has no attribute 'name' [template-error]",
        ),
        ("{% include 'inner.html' %}", "templates/inner.html:2: 'missing' is undefined [template-error]"),
        ("\n{{ 1 / nothing }}", "templates/page.html:2: 'nothing' is undefined [template-error]"),
        ("\n\n{{ [] + 1 }}", 'templates/page.html:3: can only concatenate list (not "int") to list [template-error]'),
    ],
)
def test_a_mistake_while_rendering_stands_where_the_template_made_it(page: str, expected: str) -> None:
    assert complaint({}, page=page, macros=MACROS, inner="\n{{ missing }}") == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("\n{% if %}", "templates/page.html:2: expected an expression, got 'end of statement block'"),
        ("{% for x in y %}\n", "templates/page.html:1: unexpected end of template"),
        ("\n\n{{ x | nothing }}", "templates/page.html:3: no filter named 'nothing'"),
        ("{% include 'broken.html' %}", "templates/broken.html:2: unexpected '}'"),
    ],
)
def test_a_mistake_of_syntax_has_its_line(page: str, expected: str) -> None:
    found = complaint({}, page=page, broken="\n{{ } }}")
    assert found.startswith(expected)
    assert found.endswith("[template-syntax]")


def test_a_template_that_is_not_there() -> None:
    found = complaint({}, page="{% include 'gone.html' %}")
    assert found == "templates/gone.html: there is no such template [missing-template]"


def test_a_template_in_another_encoding() -> None:
    files = MemoryFiles({"templates/page.html": "a\nСтр".encode("cp1251")})
    with pytest.raises(TemplateError, match=r"templates/page\.html:2: .*not UTF-8"):
        HtmlRenderer(files).render("page.html")


def test_the_words_of_templates_are_found_with_their_line() -> None:
    page = '{{ _("Date") }}\n<p>{{ pgettext("noun", "Place") }}</p>\n{{ _("No. {number}", number=3) }}'
    found = messages.extract(MemoryFiles({"templates/page.html": page}))
    assert [(m.context, m.msgid, m.position.line) for m in found] == [
        ("", "Date", 1),
        ("noun", "Place", 2),
        ("", "No. {number}", 3),
    ]


def test_words_of_a_broken_template_are_an_error_not_silence() -> None:
    with pytest.raises(TemplateError, match=r"templates/page\.html:2: .*\[template-syntax\]"):
        messages.extract(MemoryFiles({"templates/page.html": "\n{% if %}"}))
