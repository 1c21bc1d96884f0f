"""`protocolpress serve`: the real server on a small project; what it gives, what it refuses, and how it ends."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import pathlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

import support_desk
from support import Press, environment
from support_desk import Desk, until

EVENT = "events/2012-05-15-exampleton"
CATALOG = f"locales/ru/LC_MESSAGES/{EVENT}.po"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Press:
    root = tmp_path_factory.mktemp("desk") / "a project"
    root.mkdir()
    return Press(root).fill()


@pytest.fixture(scope="module")
def desk(project: Press) -> Iterator[Desk]:
    with support_desk.opened(project) as found:
        found.begin()
        yield found


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    path = pathlib.Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in path.read_text().split()] if path.exists() else []


@contextlib.contextmanager
def listening(desk: Desk, **values: str) -> Iterator[http.client.HTTPResponse]:
    """Open a stream of events."""
    connection = http.client.HTTPConnection(desk.host, timeout=support_desk.SECONDS)
    query = "&".join(f"{name}={value}" for name, value in values.items())
    connection.request("GET", f"/events?{query}", headers={"cookie": desk.cookie})
    try:
        with connection.getresponse() as stream:
            yield stream
    finally:
        connection.close()


def event(stream: http.client.HTTPResponse, kind: str) -> str:
    """Return the data of the next event of a kind."""
    end = time.monotonic() + support_desk.SECONDS
    while True:
        assert time.monotonic() < end, f"no event {kind} has come"
        line = stream.readline().decode()
        assert line, "the stream has ended"
        if line.strip() == f"event: {kind}":
            return stream.readline().decode().removeprefix("data: ")


def test_documents_are_listed_with_their_state(desk: Desk) -> None:
    found = {one["id"]: one for one in desk.get("documents")["documents"]}
    assert {EVENT, "registry"} <= found.keys()
    messages = found[EVENT]["states"]["ru"]["messages"]
    assert messages["done"] == messages["total"] > 5


def test_a_message_has_all_that_a_translator_needs(desk: Desk) -> None:
    protocol = "protocols/2012-05-15-exampleton"
    found = desk.get("document", locale="ru", domain=protocol, lang="ru")["messages"]
    cited = next(one for one in found if one["anchor"].endswith("-1"))
    assert cited["place"].startswith("пункт")
    status, detail = desk.post("detail", {"locale": "ru", "domain": protocol, **key(cited)})
    assert status == 200
    assert {"offers", "placeholders", "references"} <= detail.keys()


def key(message: dict[str, Any]) -> dict[str, Any]:
    return {"context": message["context"], "source": message["source"]}


def test_a_text_is_judged_while_it_is_typed_and_nothing_is_written(desk: Desk, project: Press) -> None:
    before = project.data(CATALOG)
    message = desk.message("ru", EVENT, "The two sides")
    asked = {"locale": "ru", "domain": EVENT, **key(message), "forms": ["Стороны  и <b>другие</b> 17 раз"]}
    status, answer = desk.post("trial", asked)
    assert status == 200
    findings = {one["rule"]: one for one in answer["findings"]}
    assert {"double-space", "raw-html", "number-mismatch"} <= findings.keys()
    assert findings["double-space"]["fixed"] == ["Стороны и <b>другие</b> 17 раз"]
    assert answer["printed"][0] == "Стороны  и\xa0<b>другие</b> 17 раз"
    assert project.data(CATALOG) == before


def test_saving_changes_one_entry_and_the_page_follows(desk: Desk, project: Press) -> None:
    with listening(desk, locale="ru", domain=EVENT) as stream:
        event(stream, "built")
        message = desk.message("ru", EVENT, "The two sides")
        before = project.read(CATALOG)
        status, answer = desk.save("ru", EVENT, message, "Стороны обменялись <script>alert(1)</script>.")
        assert status == 200
        assert answer["message"]["base"]["forms"] == ["Стороны обменялись <script>alert(1)</script>."]
        until(lambda: "обменялись" in desk.ask(f"/preview/ru/{EVENT}.html")[2].decode())
        assert "raw-html" in event(stream, "built")
    old, new = (text.split("\n\n") for text in (before, project.read(CATALOG)))
    assert [a == b for a, b in zip(old, new, strict=True)].count(False) == 1
    page = desk.ask(f"/preview/ru/{EVENT}.html")[2].decode()
    assert "обменялись &lt;" in page
    assert "<script" not in page


def test_a_conflict_is_told_and_changes_nothing(desk: Desk, project: Press) -> None:
    message = desk.message("ru", EVENT, "The two offices")
    project.replace(CATALOG, f'msgstr ""\n"{message["base"]["forms"][0]}"', 'msgstr "С диска"')
    now = project.data(CATALOG)
    status, answer = desk.save("ru", EVENT, message, "Со стола")
    assert (status, answer["code"], answer["now"]["base"]["forms"]) == (409, "conflict", ["С диска"])
    assert project.data(CATALOG) == now
    assert desk.save("ru", EVENT, {**message, "base": answer["now"]["base"]}, "Со стола")[0] == 200
    assert 'msgstr "Со стола"' in project.read(CATALOG)


def test_an_edit_of_a_source_is_built_and_a_mistake_in_it_is_told_with_its_line(desk: Desk, project: Press) -> None:
    source = f"sources/{EVENT}.md"
    before = project.read(source)
    with listening(desk, locale="en", domain=EVENT) as stream:
        event(stream, "built")
        page = desk.ask(f"/preview/en/{EVENT}.html")[2]
        project.write(source, before.replace("date: ", "dote: ", 1))
        problems = event(stream, "built")
        assert f'"path": "{source}", "line": ' in problems
        assert "dote" in problems
        assert desk.ask(f"/preview/en/{EVENT}.html")[2] == page, "the last good page stays"
        project.write(source, before)
        until(lambda: "dote" not in event(stream, "built"))


def test_a_pdf_is_set_where_somebody_looks_at_it(desk: Desk) -> None:
    path = f"pdf/ru/{EVENT}.pdf"
    with listening(desk, locale="ru", domain=EVENT, edition="ru") as stream:
        until(lambda: path in event(stream, "built"))
    status, heads, data = desk.ask(f"/{path}")
    assert (status, heads["content-type"]) == (200, "application/pdf")
    assert data.startswith(b"%PDF")


@pytest.mark.parametrize(
    "path",
    [
        "/preview/../../protocolpress.toml",
        "/preview/%2e%2e/%2e%2e/protocolpress.toml",
        "/preview/..%2f..%2fprotocolpress.toml",
        "/preview//etc/passwd",
        "/pdf/../../../protocolpress.toml",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/fonts/../../protocolpress.toml",
        "/static//etc/passwd",
        "/static/fonts/%00",
        "/preview/%00",
    ],
)
def test_no_path_leads_out(desk: Desk, path: str) -> None:
    status, _, body = desk.ask(path)
    assert status == 404
    assert b"source_locale" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    "domain", ["../../../etc/passwd", "/etc/passwd", "events/../registry", "nothing", "", "a" * 5000]
)
def test_an_unknown_document_is_refused(desk: Desk, domain: str) -> None:
    status, _, body = desk.ask(f"/api/document?locale=ru&domain={domain}")
    assert (status, b"there is no such" in body) == (404, True)
    status, _ = desk.post("save", {"locale": "ru", "domain": domain, "context": None, "source": "x", **WORK})
    assert status == 404


WORK = {
    "base": {"forms": [""], "fuzzy": False, "comments": []},
    "work": {"forms": [""], "fuzzy": False, "comments": []},
}


@pytest.mark.parametrize(
    "change",
    [
        {"work": {**WORK["work"], "forms": ["x" * 20_001]}},
        {"work": {**WORK["work"], "forms": "x"}},
        {"work": {**WORK["work"], "forms": ["a", "b"]}},
        {"work": {**WORK["work"], "comments": ['one\nmsgid "two"']}},
        {"work": {**WORK["work"], "fuzzy": "yes"}},
        {"work": None},
        {"source": ["x"]},
        {"context": 3},
        {"base": {}},
    ],
)
def test_a_wrong_argument_changes_nothing(desk: Desk, project: Press, change: dict[str, Any]) -> None:
    before = project.data(CATALOG)
    message = desk.message("ru", EVENT, "The two offices")
    status, answer = desk.post("save", {"locale": "ru", "domain": EVENT, **key(message), **WORK, **change})
    assert status in (400, 404, 409), answer
    assert project.data(CATALOG) == before


def test_another_site_and_another_name_of_this_machine_are_refused(desk: Desk) -> None:
    assert desk.ask("/api/documents", host="evil.example")[0] == 403
    assert desk.ask("/api/documents", cookie="")[0] == 401
    assert desk.ask("/api/documents", sec_fetch_site="cross-site")[0] == 403
    assert desk.ask("/api/save", method="POST", body=b"{}", origin="http://evil.example")[0] == 403


def test_review_and_search_see_translations(desk: Desk) -> None:
    status, answer = desk.post("search", {"locale": "ru", "domain": "", "wanted": "Сторон", "replacement": "ДРУГ"})
    assert status == 200
    assert any("ДРУГ" in form for one in answer["found"] for form in one["forms"])
    assert desk.get("uncommitted") == {"files": None}
    assert desk.ask(f"/api/changes?locale=ru&domain={EVENT}&revision=--output=x")[0] == 400
    assert desk.post("commit", {"message": "x"})[0] == 403


def test_ctrl_c_ends_it_within_a_second_and_leaves_nothing(sample: Press) -> None:
    with support_desk.opened(sample) as desk:
        desk.begin()
        port = int(desk.host.rpartition(":")[2])
        with listening(desk, locale="ru", domain=EVENT, edition="ru") as stream:
            event(stream, "building")
            workers = children(desk.process.pid)
            assert workers
            assert desk.end() < 2.0  # a second, and time for a busy machine
        assert desk.process.returncode == 0
        assert [one for one in workers if pathlib.Path(f"/proc/{one}").exists()] == []
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", port))
        assert [path for path in sample.files() if ".part" in path] == []
        assert sample.run("clean", code=0).err == ""
        assert [path for path in sample.files() if path.startswith(("build", ".cache"))] == []


def test_a_killed_desk_leaves_no_process_and_its_session_goes_on(sample: Press) -> None:
    with support_desk.opened(sample) as desk:
        desk.begin()
        cookie, csrf, port = desk.cookie, desk.csrf, int(desk.host.rpartition(":")[2])
        with listening(desk, locale="ru", domain=EVENT) as stream:
            event(stream, "built")
            workers = children(desk.process.pid)
            desk.end(signal.SIGKILL)
        until(lambda: not any(pathlib.Path(f"/proc/{one}").exists() for one in workers))
    with support_desk.opened(sample, port=port) as again:
        again.cookie, again.csrf = cookie, csrf
        message = again.message("ru", EVENT, "The two offices")
        assert again.save("ru", EVENT, message, "После сбоя")[0] == 200


def test_other_machines_need_a_token(sample: Press) -> None:
    run = sample.run("serve", "--no-open", "--host", "0.0.0.0", code=2)  # noqa: S104 - refused
    assert "other machines can reach 0.0.0.0: give a token too" in run.err
    assert (
        "a token has at least 16 characters"
        in sample.run("serve", "--no-open", env={"PROTOCOLPRESS_TOKEN": "short"}).err
    )
    token = "correct-horse-battery"  # noqa: S105
    with support_desk.opened(sample, PROTOCOLPRESS_TOKEN=token) as desk:
        status, heads, body = desk.ask("/")
        assert (status, "set-cookie" in heads, b'action="/login"' in body) == (200, False, True)
        assert desk.ask("/api/documents")[0] == 401
        form = {"origin": f"http://{desk.host}", "content_type": "application/x-www-form-urlencoded"}
        assert desk.ask("/login", method="POST", body=b"token=wrong", **form)[0] == 403
        status, heads, _ = desk.ask("/login", method="POST", body=f"token={token}".encode(), **form)
        assert (status, heads["location"]) == (303, "/")
        desk.cookie = heads["set-cookie"].partition(";")[0]
        assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in heads["set-cookie"].split(";")}
        assert desk.ask("/api/documents")[0] == 200
        command = pathlib.Path(f"/proc/{desk.process.pid}/cmdline").read_bytes()
        assert token.encode() not in command


def test_without_its_libraries_the_command_says_what_to_install(sample: Press) -> None:
    code = (
        "import importlib.util, sys; find = importlib.util.find_spec;"
        "importlib.util.find_spec = lambda name, *more: None if name == 'watchfiles' else find(name, *more);"
        "sys.argv = ['protocolpress', 'serve', '--no-open'];"
        "from protocolpress.cli import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=sample.root, env=environment(), capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "Error: the desk needs watchfiles: pip install 'protocolpress[serve]'\n"


def test_a_port_that_is_taken_is_an_error(sample: Press) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = sample.run("serve", "--no-open", "--port", str(port), code=1)
    assert f"127.0.0.1:{port}: error: the port cannot be opened: Address already in use [no-port]" in run.err
    assert "hint: another desk may be open there: close it, or choose --port" in run.err


def test_git_shows_what_is_not_committed_and_commits_only_if_asked(sample: Press) -> None:
    def git(*arguments: str) -> str:
        own = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        done = subprocess.run(["git", *own, *arguments], cwd=sample.root, check=True, capture_output=True, text=True)
        return done.stdout

    git("init", "-q")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    git("add", "-A")
    git("commit", "-q", "-m", "all")
    sample.write(".git/hooks/pre-commit", "#!/bin/sh\ntouch ../hooked\n").chmod(0o755)
    sample.write("protocolpress.toml", git("show", "HEAD:protocolpress.toml") + "\n[desk]\ncommit = true\n")
    sample.write("notes.txt", "not a catalog")
    with support_desk.opened(sample) as desk:
        desk.begin()
        message = desk.message("ru", EVENT, "The two offices")
        assert desk.save("ru", EVENT, message, "Из стола")[0] == 200
        assert desk.get("uncommitted") == {"files": [CATALOG]}
        changes = desk.get("changes", locale="ru", domain=EVENT, revision="HEAD")["changes"]
        assert [one["source"] for one in changes] == [message["source"]]
        today = dt.datetime.now(dt.UTC).date()
        assert desk.get("changes", locale="ru", domain=EVENT, revision=str(today))["changes"] == changes
        for unknown in ("nothing", "1999-12-31", "2012-99-99"):
            assert desk.ask(f"/api/changes?locale=ru&domain={EVENT}&revision={unknown}")[0] == 404
        status, answer = desk.post("commit", {"message": "Translate", "name": "Anna"})
        assert status == 200, answer
        assert desk.get("uncommitted") == {"files": []}
    assert git("log", "-1", "--format=%an %s", "--name-only").split("\n") == ["Anna Translate", "", CATALOG, ""]
    assert not (sample.root / "hooked").exists()
    assert "notes.txt" in git("status", "--porcelain")
