#!/bin/sh
# Write requirements/build.txt, dev.txt and fuzz.txt from the dependencies in pyproject.toml.
#
# One lock for Python 3.11 to 3.14 and every machine, with the hash of every file that the registry has of a version.
# Versions that are in the locks stay while pyproject.toml allows them; `tools/lock.sh --upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

# Print a list of pyproject.toml, named by a Python expression of all that it says.
listed() { .venv/bin/python -c "import tomllib; said = tomllib.load(open('pyproject.toml', 'rb')); print(*said$1, sep='\n')"; }

# What is asked for comes on stdin too.
lock() {
    file=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --output-file "$file" "$@" - >/dev/null
}

# The build backend is locked too: it installs the project into .venv, where nothing else may be fetched.
backend="['build-system']['requires']"
listed "$backend" | lock requirements/build.txt "$@" pyproject.toml
listed "$backend" | lock requirements/dev.txt --constraint requirements/build.txt --extra dev "$@" pyproject.toml
listed "['project']['optional-dependencies']['fuzz']" | lock requirements/fuzz.txt --constraint requirements/dev.txt "$@"
