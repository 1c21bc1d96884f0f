"""The targets by name: their functions, and the words of their formats."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import logging
import traceback
import warnings
from collections.abc import Callable, Iterator

from fuzz import catalogs, drawings, limits, projects, words
from fuzz.world import CORPUS
from protocolpress.errors import PressError


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target, and the kind of inputs it expects."""

    name: str
    run: Callable[[bytes], None]
    tokens: tuple[bytes, ...]
    most: int = 16_384
    """Maximum length of an input in bytes."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A failure of an input."""

    name: str
    """The same for inputs that fail in the same way: the exception and its place."""
    report: str


def _words(*lines: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for line in lines for word in line.split(" "))


XML = (
    '<?xml version="1.0"?> <!DOCTYPE <![CDATA[ ]]> <!-- --> <?a ?> &amp; &lt; &#x1; &#65; xml:lang="ru" '
    'xml:space="preserve" encoding="utf-16"'
)
PO = (
    'msgid msgstr msgid_plural msgctxt msgstr[0] msgstr[1] "" "\\n" "\\303" #, fuzzy #| #~ #. #: c-format domain '
    "nplurals=3; plural=n%10 charset=KOI8-R charset=UTF-16 <<<<<<< ======= >>>>>>>"
)
SVG = (
    "<svg <g <use <path <text <rect <image <pattern <mask <filter <clipPath <linearGradient <symbol <marker <style "
    'href="#a" id="a" d="M0,0L1e9,1" viewBox="0 0 1 1" width="1e9" transform="scale(0)" fill="url(#a)" </g>'
)
CSS = (
    "@page{ @media @import @font-face{ url(/templates/own.css) url(data:,x) content: counter(a) attr(a) calc(1/0) "
    "var(--a) --a:var(--a) float:footnote position:running(a) columns:99 width:1e9cm display:grid display:flex "
    "string-set string(a) page-break-before:always break-before:left :nth-child(9n) ::before target-counter("
)
WORD = (
    '<w:p> </w:p> <w:r> <w:t> <w:tbl> <w:tr> <w:tc> <w:gridSpan w:val="9999"/> <w:numPr> <w:ilvl w:val="9"/> '
    '<w:numId w:val="1"/> <w:lvl <w:start w:val="-1"/> <w:lvlText w:val="%1%9"/> <w:fldChar w:fldCharType="begin"/> '
    '<w:fldChar w:fldCharType="end"/> <w:instrText> <w:ins> <w:del> <mc:AlternateContent> <w:sdt> <w:txbxContent> '
    '<w:basedOn w:val="Title"/> <w:footnoteReference w:id="2"/> === numbering === styles === footnotes === comments'
)
PDF = (
    "obj endobj stream endstream xref trailer startxref %%EOF << >> /Type /Pages /Page /Kids /Count /Parent /MediaBox "
    "/Contents /Resources /XObject /Form /Font /Length /Filter /FlateDecode /StructTreeRoot /ParentTree /K /S /P /Pg "
    "/Nums /MCID /MarkInfo /Root /Annots /Names /Dests BDC EMC BT ET Do q Q cm Tj ID EI BI R null true 0 65535"
)

TARGETS = {
    target.name: target
    for target in (
        Target(name="po", run=catalogs.read, tokens=_words(PO)),
        Target(name="merge-po", run=catalogs.merged, tokens=_words(PO, "=== base", "=== ours", "=== theirs")),
        Target(name="xliff", run=catalogs.exchanged, tokens=_words(XML, "<x/> <ph/> <mrk> <group> state= resname=")),
        Target(name="tmx", run=catalogs.exchanged, tokens=_words(XML, "<tu> <tuv> <seg> <ph> <prop> srclang= lang=")),
        Target(name="memory", run=catalogs.memory, tokens=_words(XML, "<tu> <tuv> <seg> <ph> <hi> <note> *all* lang=")),
        Target(name="tbx", run=catalogs.exchanged, tokens=_words(XML, "<termEntry> <langSet> <tig> <term> <note> =1")),
        Target(
            name="review-html", run=catalogs.exchanged, tokens=_words("<textarea <script </script> &quot; { } [ ] ,")
        ),
        Target(
            name="review-xlsx", run=catalogs.table, tokens=_words(XML, 't="s" t="n" t="d" t="e" r="A1" <f> <v> <is>')
        ),
        Target(name="word", run=words.text, tokens=_words(XML, WORD), most=32_768),
        Target(
            name="source",
            run=projects.source,
            tokens=_words(
                "--- | ## {# } {. [^1] [^1]: [](# ](@ ]( ** * ` ``` > 1. (a) <b> ![ \\",
                "title: date: photo: - |- > & !",
            ),
        ),
        Target(
            name="page", run=projects.page, tokens=_words("](javascript: <script> ]( [](# {.closing} === catalog", PO)
        ),
        Target(
            name="date",
            run=projects.date,
            tokens=_words("- / ~ ? % X T Z Y E S .. [ ] { } 0000 9999 02-30 open"),
            most=64,
        ),
        Target(
            name="settings",
            run=projects.settings,
            tokens=_words("= [ ] [[ ]] { } . , \"\"\" ''' 1979-05-27 inf nan 0x1 true locales parties.a numbering"),
        ),
        Target(
            name="registry", run=projects.registered, tokens=_words("& * ! | > - ? : << {} [] !!binary %YAML --- ...")
        ),
        Target(name="glossary", run=projects.terms, tokens=_words("en ru note # / ; ( ) \\t")),
        Target(name="annex", run=drawings.annex, tokens=_words(PDF), most=65_536),
        Target(
            name="photo", run=drawings.photograph, tokens=_words("IHDR PLTE tRNS iCCP zTXt IDAT IEND Exif"), most=32_768
        ),
        Target(name="drawing", run=drawings.drawing, tokens=_words(SVG, XML)),
        Target(name="stylesheet", run=drawings.stylesheet, tokens=_words(CSS)),
    )
}


def corpus(name: str) -> dict[str, bytes]:
    """Return the corpus of a target, by file name."""
    return {place.name: place.read_bytes() for place in sorted((CORPUS / name).iterdir())}


def attempt(target: Target, data: bytes, seconds: float) -> Crash | None:
    """Run *target* on *data*; return what went wrong: any exception but a problem, too much time, or words on
    the terminal that are not ours.
    """
    said = io.StringIO()
    try:
        with limits.seconds(seconds), _listening(said):
            target.run(data)
    except PressError as refused:
        if not refused.problems:
            return Crash(name="no-problem", report="a problem that says nothing")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as mistake:  # noqa: BLE001 - whatever it is, it is what was looked for
        return _crash(mistake)
    if text := said.getvalue().strip():
        return Crash(name=f"said-{_digest(text[:20])}", report=text)
    return None


@contextlib.contextmanager
def _listening(said: io.StringIO) -> Iterator[None]:
    """Record a library's output; its log and warnings are silenced by the program itself."""
    root, handler = logging.getLogger(), logging.NullHandler()
    root.addHandler(handler)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.removeHandler(handler)


def _crash(mistake: BaseException) -> Crash:
    frames = traceback.extract_tb(mistake.__traceback__)
    own = next((frame for frame in reversed(frames) if "/protocolpress/" in frame.filename), frames[-1])
    last = own if isinstance(mistake, limits.TooSlow) else frames[-1]
    place = "".join(f"{frame.filename}:{frame.name}" for frame in (own, last))
    kind = type(mistake).__name__
    report = "".join(traceback.format_exception(mistake, limit=-12))
    return Crash(name=f"{kind}-{_digest(kind + place)}", report=report)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]
