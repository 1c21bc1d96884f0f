#!/bin/sh
# Make ready what the program needs, and nothing twice: the system's libraries, then .venv with the locked packages.
#
#   tools/setup.sh build    what building needs
#   tools/setup.sh test     the same, and what linting and testing need
#   tools/setup.sh fuzz     the same, and the fuzzer, where there is one for this machine and this Python
#
# In: the lists below, requirements/*.txt, pyproject.toml. Out: .venv, whose file `finished` is written last; whatever
# has no such file, or another one than it should, is made anew. PYTHON=… names the Python to use.
# PROTOCOLPRESS_NO_INSTALL=1 forbids system packages: what is missing is said, and the set-up stops.
set -eu
unset CDPATH PYTHONPATH PYTHONHOME
cd "$(dirname "$0")/.."

# Debian's package, a colon, and what tells on other systems that the same thing is there.
for_build='libpango-1.0-0:libpango-1.0.so.0 libpangoft2-1.0-0:libpangoft2-1.0.so.0
    libharfbuzz-subset0:libharfbuzz-subset.so.0'
for_test='gettext:msgfmt poppler-utils:pdftotext chromium:chromium chromium-driver:chromedriver
    default-jdk-headless:javac openssl:openssl faketime:faketime softhsm2:softhsm2-util'

say() { printf 'setup: %s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# --- the system's packages ---

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

installed() { dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

install_packages() {
    remedy="As root, run this line, then make again:

    apt-get update && apt-get install --yes --no-install-recommends $*
"
    if [ "${PROTOCOLPRESS_NO_INSTALL:-0}" != 0 ]; then
        stop "Debian packages are missing, and PROTOCOLPRESS_NO_INSTALL forbids installing them. $remedy"
    elif [ "$(id -u)" = 0 ]; then
        root=
    elif sudo -n true 2>/dev/null; then
        root='sudo -n'
    else
        stop "Debian packages are missing, and only root may install them. $remedy"
    fi
    say "installing Debian packages: $*"
    # A list that cannot be fetched need not be the one that is wanted; and a machine that has just started may be
    # installing its own updates, which is worth waiting for.
    $root apt-get --quiet --quiet update </dev/null || say 'some package lists are not to be had; going on with those at hand'
    $root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet --yes --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install "$@" </dev/null ||
        stop "apt-get could not install: $*"
}

require_debian_packages() {
    missing=
    for entry in $1; do
        installed "${entry%%:*}" || missing="$missing ${entry%%:*}"
    done
    if ! finished && ! find_python; then
        for package in python3 python3-venv; do
            installed $package || missing="$missing $package"
        done
    fi
    # shellcheck disable=SC2086 # one word a package
    [ -z "$missing" ] || install_packages $missing
}

# Where there is no apt-get nothing is installed: the same things are looked for under their own names.
require_libraries() {
    missing=
    for entry in $1; do
        case $entry in
        *.so.*) "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "${entry#*:}" 2>/dev/null ;;
        *) command -v "${entry#*:}" >/dev/null ;;
        esac || missing="$missing ${entry#*:}"
    done
    [ -z "$missing" ] || stop "missing:$missing
This system has no apt-get, so please install them yourself. The packages are usually named pango, harfbuzz (with
harfbuzz-subset), gettext, poppler (or poppler-utils), chromium and its chromedriver, openssl, faketime, softhsm, and a JDK (17 or later). Then run make again."
}

# --- Python ---

usable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        python=$PYTHON
        usable "$python"
        return
    fi
    for python in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        usable "$python" && return
    done
    python=
    return 1
}

no_python() {
    wanted=${PYTHON:-python3}
    found=$("$wanted" --version 2>/dev/null | head -n 1)
    stop "Python 3.11 to 3.14 with its venv module is needed; '$wanted' is ${found:-not a Python that runs here}.
Another one can be named: make PYTHON=/usr/local/bin/python3.13"
}

# --- .venv ---

# What .venv depends on; a moved checkout needs a new one, because its scripts name their interpreter by its full path.
fingerprint() {
    pwd -P
    .venv/bin/python -c 'import sys; print(*sys.version_info[:3])' 2>/dev/null || echo 'no python'
    cat requirements/build.txt requirements/dev.txt | sha256sum
}

finished() {
    [ "$(cat .venv/finished 2>/dev/null)" = "$(fingerprint)" ] || return
    [ -z "${PYTHON:-}" ] || [ "$PYTHON" = "$(cat .venv/made-with)" ]
}

# PIP_INDEX_URL and its like, which say where packages come from, are this machine's business: the hashes decide what
# is accepted. Those that say where packages go (PIP_TARGET, PIP_USER, …) would go past .venv.
clean_pip_settings() {
    for name in $(env | sed -n 's/^\(PIP_[A-Z0-9_]*\)=.*/\1/p'); do
        case $name in
        PIP_CACHE_DIR | PIP_CERT | PIP_CLIENT_CERT | PIP_CONFIG_FILE | PIP_DEFAULT_TIMEOUT | PIP_EXTRA_INDEX_URL) ;;
        PIP_FIND_LINKS | PIP_INDEX_URL | PIP_KEYRING_PROVIDER | PIP_NO_CACHE_DIR | PIP_NO_INDEX | PIP_PROXY) ;;
        PIP_RETRIES | PIP_TIMEOUT | PIP_TRUSTED_HOST) ;;
        *) unset "$name" ;;
        esac
    done
    export PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
}

pip_install() { .venv/bin/python -m pip install --quiet --quiet --progress-bar=off "$@" </dev/null; }

# Wheels only: building from a source archive would fetch build tools that no lock holds.
install_lock() {
    say "installing the packages of $1 into .venv"
    pip_install --require-hashes --only-binary=:all: --requirement "$1" || stop "the packages of $1 could not be installed"
}

install_project() {
    pip_install --no-deps --no-build-isolation --editable . || stop 'the project itself could not be installed'
    sha256sum pyproject.toml >.venv/project
}

make_venv() {
    say "making .venv with $("$python" --version), $(command -v "$python")"
    rm -rf .venv
    "$python" -m venv .venv || stop 'the virtual environment could not be made'
    printf '%s\n' "$python" >.venv/made-with
    install_lock requirements/build.txt
    install_project
}

# The mark is away while .venv changes: an interrupted change is made again from the start.
add_dev() {
    rm -f .venv/finished
    install_lock requirements/dev.txt
    touch .venv/dev
}

add_fuzzer() {
    install_lock requirements/fuzz.txt
    cp requirements/fuzz.txt .venv/fuzz
}

# --- all of it, in order ---

level=${1:-build}
case $level in
build) needed=$for_build ;;
test | fuzz) needed="$for_build $for_test" ;;
*) stop "unknown level '$level': say build, test or fuzz" ;;
esac

# Two makes at once take turns.
if command -v flock >/dev/null; then
    exec 9<"tools/setup.sh"
    flock 9
fi

if on_debian; then
    require_debian_packages "$needed"
fi
if ! finished; then
    find_python || no_python
    clean_pip_settings
    make_venv
fi
python=.venv/bin/python
on_debian || require_libraries "$needed"
if ! sha256sum --status --check .venv/project 2>/dev/null; then
    clean_pip_settings
    install_project
fi
if [ "$level" != build ] && [ ! -f .venv/dev ]; then
    clean_pip_settings
    add_dev
fi
if [ "$level" = fuzz ] && ! cmp -s requirements/fuzz.txt .venv/fuzz; then
    clean_pip_settings
    add_fuzzer
fi
[ -f .venv/finished ] || fingerprint >.venv/finished
