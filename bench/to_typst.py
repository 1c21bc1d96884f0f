"""A page of the build as a Typst file: the same words in the same order, parallel texts as a table of two columns.

In: the HTML of one of our own pages. Out: Typst markup. Running heads, page numbers, footnotes, tables, the picture and
hyphenation are there; the finer points of the stylesheets are not. Only for the bench: it knows no other HTML.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser

HEAD = """\
#set document(title: {title})
#set page(
  paper: "a4", margin: (x: 22mm, y: 25mm),
  header: text(8pt)[#{left} #h(1fr) #{right}],
  footer: context text(8pt)[#{foot} #h(1fr) #counter(page).display() / #counter(page).final().first()],
)
#set text(font: "PT Serif", size: 10.5pt, lang: "en", hyphenate: true)
#set par(justify: true)
#set table(stroke: none, inset: (x: 4pt, y: 3pt))
"""

BLOCKS = ("p", "div", "section", "header", "figure", "figcaption", "article", "li", "ul", "ol", "blockquote", "caption")

FORMS = {
    **{f"h{level}": f"\n#heading(level: {level})[{{inner}}]\n" for level in range(1, 5)},
    "td": "[{inner}], ",
    "th": "[{inner}], ",
    "tr": "{inner}\n",
    "thead": "table.header({inner}), ",
    "table": "\n#table(columns: (1fr,) * {width}, {inner})\n",
    "em": "#emph[{inner}];",
    "strong": "#strong[{inner}];",
    "head": "",
}
"""Elements that contain others; the words of any other element belong to its parent."""

SILENT = ("head", "style", "script")

VOID = ("img", "meta", "link", "br", "col", "hr")


def convert(html: str, *, root: str) -> str:
    """Convert a page; *root* is the path from the Typst file to the project's root."""
    reader = _Reader(root)
    reader.feed(html)
    head = {name: json.dumps(reader.facts.get(name, ""), ensure_ascii=False) for name in ("title", *_RUNNING)}
    return HEAD.format(**head) + "\n" + reader.parts[0].strip() + "\n"


_RUNNING = ("left", "right", "foot")


class _Reader(HTMLParser):
    """Reads a page; each open element collects its contents."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.facts: dict[str, str] = {}
        self.parts = [""]
        self._root = root
        self._open: list[tuple[str, dict[str, str]]] = []
        self._columns: list[int] = []
        self._width = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the start of an element."""
        known = {name: value or "" for name, value in attrs}
        self.facts |= {name: known[f"data-{name}"] for name in _RUNNING if f"data-{name}" in known}
        if tag == "img":
            path = json.dumps(self._root + known["src"].removeprefix("/"))
            alt = json.dumps(known.get("alt", ""), ensure_ascii=False)
            self.parts[-1] += f"\n#image({path}, width: 100%, alt: {alt})\n"
        if tag not in VOID:
            self._open.append((tag, known))
            self.parts.append("")
            if tag == "table":
                self._columns.append(0)

    def handle_data(self, data: str) -> None:
        """Read words, as a Typst string, so nothing in them is markup."""
        if any(tag == "title" for tag, _ in self._open):
            self.facts["title"] = data
        elif not any(tag in SILENT for tag, _ in self._open):
            words = " ".join(data.split())
            if words:
                before, after = (" " if data[place].isspace() else "" for place in (0, -1))
                self.parts[-1] += f"#{json.dumps(before + words + after, ensure_ascii=False)};"

    def handle_endtag(self, tag: str) -> None:
        """Add the contents of an element to its parent."""
        if not self._open or self._open[-1][0] != tag:
            return
        _, known = self._open.pop()
        inner = self.parts.pop().strip()
        self.parts[-1] += self._element(tag, known, inner)

    def _element(self, tag: str, known: dict[str, str], inner: str) -> str:
        """Write an element with its contents."""
        if tag in {"td", "th"}:
            self._columns[-1] += 1
        elif tag == "tr":
            self._width, self._columns[-1] = self._columns[-1], 0
        elif tag == "table":
            self._columns.pop()
        elif tag == "span" and "footnote" in known.get("class", "").split():
            return f"#footnote[{inner}];"
        if tag in BLOCKS:
            return f"\n{inner}\n\n"
        return FORMS.get(tag, "{inner}").format(inner=inner, width=self._width)
