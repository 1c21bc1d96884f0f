"""Templates: strict, escaping, and each mistake with its own file and line."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

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


LOOPS = "{% for a in range(99999) %}\n{% for b in range(99999) %}\n{% for c in range(9) %}{% endfor %}{% endfor %}{% endfor %}"

TWICE = "{% macro m(n) %}{% if n %}\n{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}\n{{ m(60) }}"

DOUBLING = "{% set ns = namespace(x='a') %}\n{% for n in range(90) %}\n{% set ns.x = ns.x ~ ns.x %}{% endfor %}"

TOO_LONG = "a number of more than 10000 figures [template-error]"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (LOOPS, r"(2|3): the template takes more than 0\.5 s \[template-error\]"),
        (TWICE, r"[1-3]: the template takes more than 0\.5 s \[template-error\]"),
        ("{% include 'page.html' %}", r"1: maximum recursion depth exceeded.* \[template-error\]"),
        ("\n{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", r"2: maximum recursion depth exceeded.*"),
        ("\n{{ 'a' * 3000000000 }}", r"2: the template takes more than 256 MB \[template-error\]"),
        ("\n{% set n = 3 %}\n{{ [n] * 10**9 }}", r"3: the template takes more than 256 MB \[template-error\]"),
        ("\n{{ 'a'|center(10**10) }}", r"2: the template takes more than 256 MB \[template-error\]"),
        ("\n{{ 'a'.ljust(10**10) }}", r"2: the template takes more than 256 MB \[template-error\]"),
        ("\n{{ '%9999999999d' % 1 }}", r"2: .*\[template-error\]"),
        ("\n{{ '{:>999999999}'.format(1) }}", r"2: the template takes more than 256 MB \[template-error\]"),
        ("\n{{ 'a'|indent(10**10, true) }}", r"2: the template takes more than 256 MB \[template-error\]"),
        (DOUBLING, r"3: the template takes more than 256 MB \[template-error\]"),
        ("{% for a in range(999999999) %}{% endfor %}", r"1: range too big.* \[template-error\]"),
        ("\n{{ 10 ** (10 ** 8) }}", rf"2: {re.escape(TOO_LONG)}"),
        (
            "\n{% set ns = namespace(x=9) %}{% for n in range(99) %}\n{% set ns.x = ns.x * ns.x %}{% endfor %}",
            rf"3: {re.escape(TOO_LONG)}",
        ),
        ("\n{{ 1.5|round(999999999, 'ceil') }}", r"2: .*\[template-error\]"),
        ("\n{{ lipsum(n=10**9) }}", r"2: the template takes more than .* \[template-error\]"),
        ("{{ " + "(" * 9999 + ")" * 9999 + " }}", r"0: the template cannot be compiled: .* \[template-syntax\]"),
        ("{% if a %}" * 9999 + "{% endif %}" * 9999, r"0: the template cannot be compiled: .* \[template-syntax\]"),
        (
            "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
            r"0: the template cannot be compiled: .* \[template-syntax\]",
        ),
    ],
    ids=range(20),
)
def test_a_template_that_asks_too_much_ends_in_one_error_with_its_line(
    page: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine under load may use up half a second before the memory, so that only one limit is near.
    monkeypatch.setattr("protocolpress.limits.SECONDS", 3600 if "256 MB" in expected else 30)
    monkeypatch.setattr("protocolpress.limits.MEMORY", 1024)
    told = complaint({}, page=page).replace("page.html: ", "page.html:0: ")
    assert re.fullmatch(rf"templates/page\.html:{expected}", told, re.DOTALL), told


def test_a_short_limit_leaves_a_template_the_time_to_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[float, int]] = []

    @contextlib.contextmanager
    def bounded(seconds: float, memory: int) -> Iterator[None]:
        given.append((seconds, memory))
        yield

    monkeypatch.setattr("protocolpress.limits.bounded", bounded)
    for seconds, memory in ((1, 1), (600, 4096)):
        monkeypatch.setattr("protocolpress.limits.SECONDS", seconds)
        monkeypatch.setattr("protocolpress.limits.MEMORY", memory)
        rendered({}, page="")
    assert given == [(0.5, 100), (10, 1024)]


def test_a_template_may_calculate_and_take_a_while() -> None:
    page = "{{ 2 ** 64 * 3 }} {{ 'ab' * 3 }} {{ [1] * 2 }} {{ 2.345|round(1) }} {{ 7|round }}"
    assert rendered({}, page=page) == "55340232221128654848 ababab [1, 1] 2.3 7"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("\n{{ _() }}", "templates/page.html:2: error: _ has too few texts [template-syntax]"),
        ("{{ pgettext('a') }}", "templates/page.html:1: error: pgettext has too few texts [template-syntax]"),
        ("{{ ngettext('a') }}", "templates/page.html:1: error: ngettext has too few texts [template-syntax]"),
        ("{{ " + "(" * 9999, "templates/page.html: error: the template cannot be read: maximum recursion depth"),
        (b"{{ '\xff' }}", "templates/page.html: error: the template cannot be read: 'utf-8' codec can't decode"),
    ],
    ids=range(5),
)
def test_a_template_that_cannot_be_searched_for_words_is_a_problem(page: str | bytes, expected: str) -> None:
    with pytest.raises(TemplateError) as caught:
        messages.extract(MemoryFiles({"templates/page.html": page}))
    assert str(caught.value).startswith(expected)
