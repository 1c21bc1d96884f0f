"""git merges catalogs with the real command as its merge driver: branches, rebase, cherry-pick, files added twice."""

from __future__ import annotations

import os
import pathlib
import shlex
import shutil
import subprocess
import sys

import pytest

from support import COMMAND, Press, environment

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PATH = "locales/ru/LC_MESSAGES/registry.po"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def catalog(**messages: str) -> str:
    return HEADER + "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in messages.items())


class Repository:
    """A work tree with catalogs, and a branch of each translator."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.git("config", "merge.protocolpress.driver", f"{shlex.join(COMMAND)} merge-po %O %A %B %P")
        (root / ".git/info").mkdir(exist_ok=True)
        (root / ".git/info/attributes").write_text("*.po merge=protocolpress\n", encoding="utf-8")
        self.commit("README.md", "Catalogs.\n")

    def git(self, *arguments: str, code: int = 0) -> str:
        names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment(**names, GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", GIT_EDITOR="true"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, path: str, text: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "-")

    def branch(self, name: str, path: str, text: str | bytes) -> None:
        """Start a branch from main with another version of a file, and go back to main."""
        self.git("checkout", "-q", "-b", name, "main")
        self.commit(path, text)
        self.git("checkout", "-q", "main")

    def update(self) -> None:
        """Run `update` on the catalog, and commit what it changes."""
        command = [*COMMAND, "update", "--template", "registry.pot", PATH]
        subprocess.run(command, cwd=self.root, env=environment(), capture_output=True, check=True)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "-")

    def read(self, path: str = PATH) -> str:
        return (self.root / path).read_bytes().decode()


@pytest.fixture
def repository(tmp_path: pathlib.Path) -> Repository:
    root = tmp_path / "work tree"
    root.mkdir()
    return Repository(root)


def test_two_branches_merge(repository: Repository) -> None:
    repository.commit(PATH, catalog(a="", b="", c="в"))
    repository.branch("anna", PATH, catalog(a="а", b="", c="в"))
    repository.branch("ivan", PATH, catalog(a="", b="б", c="в", d="г"))
    repository.git("merge", "-q", "--no-edit", "anna")
    repository.git("merge", "-q", "--no-edit", "ivan")
    assert repository.read() == catalog(a="а", b="б", c="в", d="г")
    assert repository.git("status", "--short") == ""


def test_a_conflict_is_merged_as_fuzzy_and_told(repository: Repository) -> None:
    repository.commit(PATH, catalog(a="", b=""))
    repository.branch("anna", PATH, catalog(a="а", b="б"))
    repository.branch("ivan", PATH, catalog(a="я", b="б"))
    repository.git("merge", "-q", "anna")
    said = repository.git("merge", "--no-edit", "ivan")
    assert f"{PATH}:8: warning: the two sides translate the message differently [merge-conflict]" in said
    assert "1 warning in 1 file" in said
    notes = '# merge-po: ours: "а"\n# merge-po: theirs: "я"\n#, fuzzy\n'
    assert repository.read() == catalog(a="а", b="б").replace('msgid "a"', f'{notes}msgid "a"')
    assert "<<<<<<<" not in repository.read()


@pytest.mark.parametrize("command", ["rebase", "cherry-pick"])
def test_other_ways_to_merge(repository: Repository, command: str) -> None:
    repository.commit(PATH, catalog(a="", b="", c=""))
    repository.branch("anna", PATH, catalog(a="а", b="", c="1"))
    repository.branch("ivan", PATH, catalog(a="", b="б", c="2"))
    repository.git("checkout", "-q", "ivan")
    repository.git(command, "anna")
    merged = repository.read()
    assert 'msgstr "а"' in merged
    assert 'msgstr "б"' in merged
    ours, theirs = ("1", "2") if command == "rebase" else ("2", "1")  # a rebase starts from the other branch
    assert f'# merge-po: ours: "{ours}"\n# merge-po: theirs: "{theirs}"\n#, fuzzy\n' in merged


def test_a_criss_cross_settles(repository: Repository) -> None:
    repository.commit(PATH, catalog(a=""))
    repository.branch("anna", PATH, catalog(a="1"))
    repository.branch("ivan", PATH, catalog(a="2"))
    repository.git("tag", "ivan1", "ivan")
    for branch, other in (("ivan", "anna"), ("anna", "ivan1")):
        repository.git("checkout", "-q", branch)
        repository.git("merge", "-q", "--no-edit", other)
    repository.git("merge", "--no-edit", "ivan")
    merged = repository.read()
    assert "#, fuzzy\n" in merged
    assert '"1"' in merged
    assert '"2"' in merged
    assert "<<<<<<<" not in merged


def test_a_file_added_on_both_sides(repository: Repository) -> None:
    repository.branch("anna", PATH, catalog(a="а", b=""))
    repository.branch("ivan", PATH, catalog(a="", b="б"))
    repository.git("merge", "-q", "anna")
    repository.git("merge", "-q", "--no-edit", "ivan")
    assert repository.read() == catalog(a="а", b="б")


def test_a_file_renamed_on_one_side(repository: Repository) -> None:
    repository.commit(PATH, catalog(a="", b="б", c="в", d="г", e="д"))
    repository.branch("anna", PATH, catalog(a="а", b="б", c="в", d="г", e="д"))
    new = "locales/ru/LC_MESSAGES/events/registry.po"
    (repository.root / new).parent.mkdir()
    repository.git("mv", PATH, new)
    repository.commit(new, catalog(a="", b="б", c="в", d="г", e="ж"))
    repository.git("merge", "-q", "--no-edit", "anna")
    assert repository.read(new) == catalog(a="а", b="б", c="в", d="г", e="ж")


@pytest.mark.parametrize("updates", ["ours", "theirs"])
def test_one_side_runs_update_and_the_other_corrects(repository: Repository, updates: str) -> None:
    before = "The Parties agreed on the date of the meeting."
    after = before.replace("date", "dates")
    repository.commit("registry.pot", catalog(**{after: "", "Mars": "", "New": ""}))
    repository.commit(PATH, catalog(**{before: "Стороны согласовали дату.", "Mars": "Марс", "Old": "Старое"}))
    corrected = catalog(**{before: "Стороны согласовали дату встречи.", "Mars": "Планета Марс", "Old": "Прежнее"})
    repository.git("branch", "update")
    repository.branch("ivan", PATH, corrected)
    repository.git("checkout", "-q", "update")
    repository.update()
    repository.git("checkout", "-q", "main")
    for name in ("update", "ivan") if updates == "ours" else ("ivan", "update"):
        repository.git("merge", "-q", "--no-edit", name)
    merged = repository.read()
    assert f'#, fuzzy\n#| msgid "{before}"\nmsgid "{after}"\nmsgstr "Стороны согласовали дату встречи."' in merged
    assert 'msgid "Mars"\nmsgstr "Планета Марс"' in merged
    assert 'msgid "New"\nmsgstr ""' in merged
    assert '#~ msgid "Old"\n#~ msgstr "Прежнее"' in merged
    repository.update()
    assert repository.read() == merged


def test_a_broken_side_is_a_conflict_that_git_reports(repository: Repository) -> None:
    repository.commit(PATH, catalog(a="", b=""))
    repository.branch("anna", PATH, catalog(a="а", b=""))
    repository.branch("ivan", PATH, catalog(a="", b="б")[:-2] + "\n")
    repository.git("merge", "-q", "anna")
    said = repository.git("merge", "--no-edit", "ivan", code=1)
    assert f"{PATH}:9: error: theirs: the string has no closing quotation mark [unterminated-string]" in said
    assert f"CONFLICT (content): Merge conflict in {PATH}" in said
    assert repository.read() == catalog(a="а", b="")


def test_it_needs_no_project_and_leaves_a_file_alone_that_need_not_change(press: Press) -> None:
    ours = press.write("1.tmp", catalog(a="а", b=""))
    press.write("2.tmp", catalog(a="", b=""))
    before = ours.stat()
    run = press.run("merge-po", "2.tmp", "1.tmp", "2.tmp", PATH, code=0)
    assert (run.out, run.err) == ("", "")
    assert (ours.stat().st_mtime_ns, ours.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    run = press.run("merge-po", "/dev/null", "2.tmp", str(ours), code=0)
    assert (run.out, run.err) == ("", "")
    assert press.read("2.tmp") == press.read("1.tmp")


def test_a_file_that_is_not_there(press: Press) -> None:
    press.write("1.tmp", catalog(a="а"))
    assert "error: there is no such file [missing-file]" in press.run("merge-po", "1.tmp", "1.tmp", "no", code=1).err


def test_it_is_quick(press: Press) -> None:
    program = (
        "import sys; from protocolpress.cli import main\n"
        "try: main()\nexcept SystemExit as end: print(end.code, *sys.modules)"
    )
    names = []
    for name, form in (("base", ""), ("ours", "а"), ("theirs", "б")):
        names.append(str(press.write(name, catalog(a=form, b=form))))
    done = subprocess.run(
        [sys.executable, "-c", program, "merge-po", *names],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *loaded = done.stdout.split()
    assert code == "0"
    heavy = ("weasyprint", "jinja2", "rich", "yaml", "pypdf", "markdown_it", "rapidfuzz", "translate")
    assert [name for name in heavy if name in loaded] == []
