"""The key that vouches for what is kept: made once, for this user alone, and never taken from a project."""

from __future__ import annotations

import os
import pathlib
import stat
import threading

import pytest

from protocolpress.build import keys
from protocolpress.build.keys import NoKeyError


@pytest.fixture
def state(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Return an empty state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_key_is_made_once_and_for_this_user_alone(state: pathlib.Path, tmp_path: pathlib.Path) -> None:
    old = os.umask(0)
    try:
        key = keys.find(tmp_path / "project")
    finally:
        os.umask(old)
    assert keys.find(tmp_path / "other") == key
    place = state / keys.PLACE
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert [found.name for found in place.parent.iterdir()] == ["key"]
    assert len(key.secret) == keys.BYTES
    assert repr(key.secret) not in repr(key)


def test_runs_at_once_agree(state: pathlib.Path) -> None:
    found: set[bytes] = set()
    threads = [threading.Thread(target=lambda: found.add(keys.find(None).secret)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("fault", ["readable", "short", "link", "pipe", "folder", "state is a file"])
def test_what_is_no_key_of_this_user_is_none(state: pathlib.Path, tmp_path: pathlib.Path, fault: str) -> None:
    place = state / keys.PLACE
    place.parent.mkdir(parents=True)
    other = tmp_path / "other"
    other.write_bytes(bytes(keys.BYTES))
    other.chmod(0o600)
    match fault:
        case "readable":
            place.write_bytes(bytes(keys.BYTES))
            place.chmod(0o640)
        case "short":
            place.write_bytes(b"short")
            place.chmod(0o600)
        case "link":
            place.symlink_to(other)
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            place.parent.rmdir()
            place.parent.write_text("a file")
    with pytest.raises(NoKeyError):
        keys.find(None)
    assert other.read_bytes() == bytes(keys.BYTES)


@pytest.mark.parametrize("named", ["", "state", "./state"])
def test_a_state_folder_that_is_not_absolute_is_ignored(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", named)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    keys.find(None)
    assert (tmp_path / "home/.local/state" / keys.PLACE).is_file()
    assert not (tmp_path / "state").exists()


def test_a_key_in_a_project_is_none(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gave the project may have given the key."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "project/state"))
    with pytest.raises(NoKeyError, match="is inside the project"):
        keys.find(tmp_path / "project")


def test_without_a_home_there_is_no_key(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/proc/nowhere")
    with pytest.raises(NoKeyError, match="no key can be made in the user's state folder"):
        keys.find(tmp_path)
    assert keys.find_or_passing(tmp_path) != keys.find_or_passing(tmp_path)


def test_a_seal_is_for_one_purpose_one_key_and_these_bytes() -> None:
    key, other = keys.passing(), keys.passing()
    data = key.sealed(b"run", b"words")
    assert key.opened(b"run", data) == b"words"
    assert other.opened(b"run", data) is None
    assert key.opened(b"lock", data) is None
    for changed in (data[:-1], data + b"x", data.replace(b"words", b"wards"), b"", b"words", b"\n"):
        assert key.opened(b"run", changed) is None
