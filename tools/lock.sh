#!/bin/sh
# Write requirements/build.txt and requirements/dev.txt from the dependencies in pyproject.toml.
#
# One lock for Python 3.11 to 3.14 and every machine, with the hash of every file that the registry has of a version.
# Versions that are in the locks stay while pyproject.toml allows them; `tools/lock.sh --upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

lock() {
    file=$1
    shift
    # The build backend is locked too: it installs the project into .venv, where nothing else may be fetched.
    .venv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' |
        .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
            --no-emit-index-url --no-emit-find-links --output-file "$file" "$@" pyproject.toml - >/dev/null
}

lock requirements/build.txt "$@"
lock requirements/dev.txt --constraint requirements/build.txt --extra dev "$@"
