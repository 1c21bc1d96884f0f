"""The door to Starlette: the addresses of the desk, and what each gives; arguments are checked here.

In: requests that the guard has let pass. Out: answers. Whatever reads or writes the project does so in one thread at a
time, so that the server itself never waits.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hmac
import json
import mimetypes
import pathlib
import re
import threading
import urllib.parse
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from protocolpress import files
from protocolpress.catalogs.saving import Clash, Key, Work
from protocolpress.desk import git, shell, storing, views
from protocolpress.desk.builder import as_json
from protocolpress.desk.building import Builds
from protocolpress.desk.guard import App, Guard, Rules
from protocolpress.desk.hub import MOST, Hub, Page
from protocolpress.desk.refusals import RefusedError
from protocolpress.desk.shelf import Shelf
from protocolpress.errors import PressError
from protocolpress.files import DiskFiles, is_inside
from protocolpress.pdf.typefaces import FONTS
from protocolpress.plan import preview

T = TypeVar("T")

MOST_TEXT = 20_000
"""Maximum length of a text, in characters: no longer one is read by a build."""

MOST_COMMENTS = 50

NAME = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]{0,80}")
"""A person's name."""

STATIC = pathlib.Path(__file__).parent / "static"

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".html": "text/html",
}


class Office:
    """Answers requests from one shelf, one thread at a time; lives as long as the server."""

    def __init__(
        self, root: pathlib.Path, rules: Rules, hub: Hub, builds: Builds, now: Callable[[], dt.datetime]
    ) -> None:
        """Answer for the project in *root*; *now* tells the time for headers of catalogs."""
        self.shelf = Shelf(root)
        self.output = DiskFiles(root)
        self.rules = rules
        self.hub = hub
        self.builds = builds
        self.now = now
        self.shell = shell.Shell()
        self._lock = threading.Lock()

    async def work(self, function: Callable[..., T], *arguments: object) -> T:
        """Call a function that reads or writes the project, in a thread, alone."""

        def alone() -> T:
            with self._lock:
                return function(*arguments)

        return await anyio.to_thread.run_sync(alone)

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def page(self, request: Request) -> Response:
        """Return the desk's own page, and begin a session if that takes no token."""
        begun = self.rules.is_session(request.scope["desk.session"])
        reader = shell.reader(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        locked = not begun and bool(self.rules.token)
        html = await self.work(self.shell.page, "desk-login.html" if locked else "desk.html", reader)
        answer = Response(html, media_type="text/html")
        if not begun and not locked:
            self._begin(answer)
        return answer

    async def login(self, request: Request) -> Response:
        """Begin a session with the token."""
        body = (await request.body()).decode("utf-8", "replace")
        given = urllib.parse.parse_qs(body).get("token", [""])[0]
        if not self.rules.token or not hmac.compare_digest(given.encode(), self.rules.token.encode()):
            reader = shell.reader("", request.headers.get("accept-language", ""))
            html = await self.work(self.shell.page, "desk-login.html", reader, True)
            return Response(html, status_code=403, media_type="text/html")
        answer = RedirectResponse("/", status_code=303)
        self._begin(answer)
        return answer

    def _begin(self, answer: Response) -> None:
        answer.set_cookie(self.rules.cookie, self.rules.begin(), httponly=True, samesite="strict", path="/")

    async def static(self, request: Request) -> Response:
        """Return a file of the desk's own, or a font."""
        name = request.path_params["name"]
        if name in FONTS:
            data = await self.work(_font, name)
        else:
            place = STATIC / name
            if not re.fullmatch(r"[a-z]+\.(js|css|svg)", name) or not place.is_file():
                raise RefusedError(404, "unknown", "there is no such file")
            data = place.read_bytes()
        return _file(name, data)

    async def preview(self, request: Request) -> Response:
        """Return a page of the site as it was last made."""
        return await self._output("site/" + request.path_params["path"])

    async def pdf(self, request: Request) -> Response:
        """Return a PDF as it was last made."""
        return await self._output("pdf/" + request.path_params["path"])

    async def _output(self, path: str) -> Response:
        if not is_inside(path):
            raise RefusedError(404, "unknown", "there is no such page")
        try:
            data = await self.work(self.output.read, f"{preview.FOLDER}/{path}")
        except PressError as mistake:
            raise RefusedError(404, "unknown", "this page has not been made yet") from mistake
        return _file(path, data)

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────────────

    async def session(self, request: Request) -> Response:
        """Return the token for changes, and who the reader is according to the proxy."""
        settings = await self.work(lambda: self.shelf.project.desk)
        name = request.headers.get(settings.user_header, "") if settings.user_header else ""
        session = request.scope["desk.session"]
        # Texts that were not saved are kept in the browser: those of one project must not be offered in another.
        project = self.rules.csrf(str(self.shelf.files.root))[:16]
        return JSONResponse({"csrf": self.rules.csrf(session), "name": _name(name), "project": project})

    async def documents(self, request: Request) -> Response:
        """Return the list of documents, or some of them in detail."""
        wanted = [one for one in request.query_params.get("ids", "").split(",") if one][: views.FEW]
        return JSONResponse(await self.work(views.documents, self.shelf, tuple(wanted)))

    async def document(self, request: Request) -> Response:
        """Return the messages of a document."""
        asked = request.query_params
        reader = shell.reader(asked.get("lang", ""), "")
        return JSONResponse(
            await self.work(views.document, self.shelf, asked.get("locale", ""), asked.get("domain", ""), reader)
        )

    async def changes(self, request: Request) -> Response:
        """Return the messages that differ from a revision."""
        asked = request.query_params
        given = (asked.get("locale", ""), asked.get("domain", ""), asked.get("revision", ""))
        return JSONResponse(await self.work(views.changes, self.shelf, *given))

    async def uncommitted(self, _request: Request) -> Response:
        """Return the catalogs that are not committed."""
        return JSONResponse(await self.work(views.uncommitted, self.shelf))

    async def detail(self, request: Request) -> Response:
        """Return what helps with a message."""
        given = await _json(request)
        return JSONResponse(await self.work(views.detail, self.shelf, *_where(given), _key(given)))

    async def trial(self, request: Request) -> Response:
        """Judge a text that somebody is typing."""
        given = await _json(request)
        return JSONResponse(
            await self.work(views.trial, self.shelf, *_where(given), _key(given), _texts(given, "forms"))
        )

    async def search(self, request: Request) -> Response:
        """Find texts, with what replacing them would make."""
        given = await _json(request)
        wanted = _text(given, "wanted")
        if not wanted:
            raise RefusedError(400, "argument", "there is nothing to search for")
        locale, domain = _where(given)
        found = await self.work(
            views.search, self.shelf, locale, wanted, _text(given, "replacement"), (domain,) if domain else ()
        )
        return JSONResponse(found)

    async def events(self, request: Request) -> Response:
        """Open a stream of events for a page."""
        if len(self.hub.pages) >= MOST:
            raise RefusedError(503, "too-many", "too many pages of the desk are open")
        asked = request.query_params
        page = Page(
            locale=asked.get("locale", "")[:20],
            domain=asked.get("domain", "")[:300],
            edition=asked.get("edition", "")[:40],
            name=await self._who(request, asked.get("name", "")),
            tab=asked.get("tab", "")[:40],
        )
        stream = self.hub.stream(page, self.builds.want)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def here(self, request: Request) -> Response:
        """Note at which message a reader is."""
        given = await _json(request)
        self.hub.move(_text(given, "tab")[:40], _text(given, "message")[:80])
        return JSONResponse({})

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def save(self, request: Request) -> Response:
        """Save a message; a conflict gives the entry as it is now, and writes nothing."""
        given = await _json(request)
        locale, domain = _where(given)
        who = await self._who(request, _text(given, "name"))
        new = _work(given, "work")
        if given.get("remark"):
            new = Work(
                forms=new.forms, fuzzy=new.fuzzy, comments=(*new.comments, *_remark(who, _text(given, "remark")))
            )
        change = (_key(given), _work(given, "base"), new)

        def store() -> tuple[int, dict[str, object]]:
            result, catalog = storing.store(self.shelf, locale, domain, change, who=who, now=self.now)
            charset = catalog.file.charset
            if isinstance(result, Clash):
                now = views.message(result.entry, charset) if result.entry else None
                return 409, {"code": "conflict" if now else "gone", "now": now}
            return 200, {
                "message": views.message(result.entry, charset),
                "merged": result.merged,
                "recoded": result.recoded,
            }

        status, answer = await self.work(store)
        if status == 200:
            self.hub.tell("saved", {"locale": locale, "domain": domain, "tab": _text(given, "tab")[:40]})
            self.builds.want()
        return JSONResponse(answer, status_code=status)

    async def commit(self, request: Request) -> Response:
        """Commit the changed catalogs, if the settings ask for that."""
        given = await _json(request)
        who = await self._who(request, _text(given, "name"))
        message = _text(given, "message").strip()
        if not message:
            raise RefusedError(400, "argument", "a commit needs a message")

        def make() -> str:
            if not self.shelf.project.desk.commit:
                raise RefusedError(403, "settings", "the settings do not allow commits: [desk] commit = true")
            return git.commit(self.shelf.files.root, message, who)

        return JSONResponse({"commit": await self.work(make)})

    async def _who(self, request: Request, given: str) -> str:
        """Return who asks: whom the proxy names, if the settings say so, or the name that was given."""
        header = await self.work(lambda: self.shelf.project.desk.user_header)
        return _name(request.headers.get(header, "") if header else given)

    async def warm(self) -> None:
        """Read every catalog, one after the other, so that suggestions come from all of them."""
        with contextlib.suppress(PressError):  # the settings have errors now: the pages say so
            for domain in await self.work(self.shelf.domains):
                for locale in await self.work(lambda: self.shelf.project.locales):
                    await self.work(self.shelf.find, locale, domain)
        with contextlib.suppress(PressError):
            await self.work(lambda: self.shelf.context)

    def forget(self) -> None:
        """Look everything up again."""
        with self._lock:
            self.shelf.touch()

    def changed(self, paths: frozenset[str]) -> None:
        """Tell the pages which files of the project have changed, and build."""
        self.hub.tell("changed", {"paths": sorted(paths)[:100]})
        self.builds.want()


# ── arguments ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _json(request: Request) -> Mapping[str, Any]:
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError) as mistake:
        raise RefusedError(400, "argument", "this is not JSON") from mistake
    except ClientDisconnect as mistake:
        raise RefusedError(413, "argument", "this is too much") from mistake
    if not isinstance(given, dict):
        raise RefusedError(400, "argument", "this is not an object")
    return given


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > MOST_TEXT or any("\ud800" <= one <= "\udfff" for one in value):
        raise RefusedError(400, "argument", f"{key} is not a text, or too long a one")
    return value


def _texts(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key)
    if not isinstance(value, list) or len(value) > MOST_COMMENTS:
        raise RefusedError(400, "argument", f"{key} is not a list of texts")
    return tuple(_text({key: one}, key) for one in value)


def _where(given: Mapping[str, Any]) -> tuple[str, str]:
    return _text(given, "locale"), _text(given, "domain")


def _key(given: Mapping[str, Any]) -> Key:
    context = given.get("context")
    return (None if context is None else _text(given, "context")), _text(given, "source")


def _work(given: Mapping[str, Any], key: str) -> Work:
    value = given.get(key)
    if not isinstance(value, dict) or not isinstance(value.get("fuzzy"), bool):
        raise RefusedError(400, "argument", f"{key} is not the work on a message")
    comments = _texts(value, "comments")
    if any("\n" in line or "\r" in line for line in comments):
        raise RefusedError(400, "argument", "a comment is one line")
    return Work(forms=_texts(value, "forms"), fuzzy=value["fuzzy"], comments=comments)


def _remark(who: str, text: str) -> tuple[str, ...]:
    """Return a reader's remark as comment lines of a catalog, the first with a name."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return tuple(f"{who}: {line}" if who and not number else line for number, line in enumerate(lines))


def _name(text: str) -> str:
    name = " ".join(text.split())[:80]
    return name if NAME.fullmatch(name) else ""


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _font(name: str) -> bytes:
    """Return a font that the program ships."""
    return DiskFiles(files.shipped()).read(name)


def _file(name: str, data: bytes) -> Response:
    ending = pathlib.PurePosixPath(name).suffix
    kind = KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(data, media_type=kind)


# ── the application ──────────────────────────────────────────────────────────────────────────────────────────────────


def make(office: Office, start: Callable[[], contextlib.AbstractAsyncContextManager[None]]) -> App:
    """Return the application behind its guard; *start* opens what runs beside it."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with start():
            yield

    Answer = Callable[[Request], Awaitable[Response]]  # noqa: N806 - a type

    def route(path: str, answer: Answer, method: str = "GET") -> Route:
        async def safe(request: Request) -> Response:
            try:
                return await answer(request)
            except RefusedError as refused:
                return JSONResponse({"code": refused.code, "message": str(refused)}, status_code=refused.status)
            except PressError as mistake:
                problems = [as_json(one) for one in mistake.problems]
                return JSONResponse({"code": "problems", "problems": problems}, status_code=422)

        return Route(path, safe, methods=[method])

    routes = [
        route("/", office.page),
        route("/login", office.login, "POST"),
        route("/static/{name:path}", office.static),
        route("/preview/{path:path}", office.preview),
        route("/pdf/{path:path}", office.pdf),
        route("/events", office.events),
        route("/api/session", office.session),
        route("/api/documents", office.documents),
        route("/api/document", office.document),
        route("/api/changes", office.changes),
        route("/api/uncommitted", office.uncommitted),
        route("/api/detail", office.detail, "POST"),
        route("/api/trial", office.trial, "POST"),
        route("/api/search", office.search, "POST"),
        route("/api/here", office.here, "POST"),
        route("/api/save", office.save, "POST"),
        route("/api/commit", office.commit, "POST"),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), office.rules)
