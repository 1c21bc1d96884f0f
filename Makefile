# Short names for what people do here; `make help` lists them. The program itself is `protocolpress`: these targets know
# no single document, and tools/setup.sh, which each of them runs first, does nothing when everything is ready.
#
# Only relative paths: the checkout's own path may hold spaces and any letters.

.DELETE_ON_ERROR:
# One target after the other, also under -j: what runs in parallel is inside `protocolpress build`.
.NOTPARALLEL:
.DEFAULT_GOAL := all

# Given on the command line only; the same names in the environment mean something else.
EDITION :=
ID :=
DATE :=
ARGS :=
KILLS :=
ADVISORIES :=

# Nothing of another Python may come in. UTF-8 whatever the locale: a folder's name is read from .venv.
unexport PYTHONPATH PYTHONHOME PYTHONOPTIMIZE
export PYTHONUTF8 = 1

python := .venv/bin/python
press := $(python) -m protocolpress
# Make lets lines that begin with + take part in -jN, and runs them even for -n, which asks to run nothing.
share := $(if $(findstring n,$(firstword -$(MAKEFLAGS))),,+)
build_options = $(addprefix --edition=,$(EDITION)) $(addprefix --date=,$(DATE)) $(ARGS) $(ID)

##@ Every day (EDITION=en-ru ID=protocols/… DATE=2012-03-01 ARGS=… are passed on)

.PHONY: all
all: build ## set up and build everything (what plain `make` does)

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: ## install what building needs: system libraries, then .venv with the locked packages
	@sh tools/setup.sh build

.PHONY: build
build: setup ## build HTML, PDFs, compendium and site
	$(share)$(press) build $(build_options)

.PHONY: docx
docx: setup ## build the files for Word only
	$(share)$(press) build --only docx $(build_options)

.PHONY: html
html: setup ## build the localized HTML only
	$(share)$(press) build --only html $(build_options)

.PHONY: pdf
pdf: setup ## build the documents' PDFs only
	$(share)$(press) build --only pdf $(build_options)

.PHONY: compendium
compendium: setup ## build the compendium only
	$(share)$(press) build --only compendium $(build_options)

.PHONY: site
site: setup ## build the website only
	$(share)$(press) build --only site $(build_options)

.PHONY: extract
extract: setup ## write the translation templates (.pot) from sources and page templates
	$(press) extract $(ARGS)

.PHONY: update
update: setup ## bring the catalogs (.po) up to date with the sources; nothing of a translator is lost
	$(press) update $(ARGS)

.PHONY: status
status: setup ## say how much is translated, by language and document
	$(press) status $(ARGS)

.PHONY: compile
compile: setup ## write .mo files from the catalogs, for other programs
	$(press) compile $(ARGS)

.PHONY: check
check: setup ## find every problem in sources, catalogs and templates
	$(press) check $(ARGS)

.PHONY: verify
verify: setup-test ## judge every PDF that was built: PDF/UA-1, PDF/A-3a, languages, tags, links, fonts
	$(press) verify $(ARGS)

.PHONY: release
release: setup-test ## check, build and verify everything, and put it into dist/DATE (DATE=2012-12-31)
	$(share)$(press) release $(addprefix --date=,$(DATE)) $(ARGS)

.PHONY: clean
clean: ## remove what builds have made in build/, and their cache; other files stay
	@test ! -x $(python) || $(press) clean

##@ Working on the program

.PHONY: test
test: lint ## set up, lint, run every test (ARGS='-k dates' for some)
	$(python) -m pytest -n auto --dist loadfile $(ARGS)

.PHONY: setup-test
setup-test:
	@sh tools/setup.sh test

.PHONY: lint
lint: setup-test ## check format, style, types, the floors, the patches and the locks
	$(python) -m ruff format --check
	$(python) -m ruff check
	$(python) -m mypy
	.venv/bin/lint-imports
	$(python) tools/assignments.py src/protocolpress src/protocolpress/pdf/patches
	$(python) -m pip check

.PHONY: format
format: setup-test ## format the code and fix what can be fixed
	$(python) -m ruff format
	$(python) -m ruff check --fix

.PHONY: type
type: setup-test ## check types only
	$(python) -m mypy

.PHONY: accept
accept: setup-test ## rewrite the golden files; review the diff like code
	$(python) -m pytest --accept $(ARGS)

.PHONY: coverage
coverage: setup-test ## run the tests and list the lines that none of them reached
	$(python) -m coverage run -m pytest $(ARGS)
	$(python) -m coverage report --show-missing --skip-covered

.PHONY: bench
bench: setup-test ## measure everything against others, for hours; writes docs/performance.md (ARGS='--minutes 60')
	$(python) -m bench.update
	$(python) -m bench.checks
	$(python) -m bench.merge
	$(python) -m bench.build $(ARGS)

.PHONY: measure-pages
measure-pages: setup-test ## measure how full pages are and how lines end; writes docs/typography.md
	$(python) -m bench.pages

.PHONY: bench-quick
bench-quick: setup-test ## measure builds of ten protocols once, against others; writes build/bench/performance.md
	mkdir -p build/bench
	printf '<!-- bench -->\n<!-- end of bench -->\n' > build/bench/performance.md
	$(python) -m bench.build --sizes 10 --runs 1 --page build/bench/performance.md $(ARGS)

.PHONY: office
office: setup-test ## let LibreOffice open, print and save what is made for Word (it must be installed)
	PROTOCOLPRESS_OFFICE=1 $(python) -m pytest -n 0 tests/e2e/test_office.py $(ARGS)

.PHONY: fuzz
fuzz: ## look for input that no door refuses properly, a minute a door (ARGS='po tmx --seconds 3600')
	@sh tools/setup.sh fuzz
	$(python) -m fuzz $(ARGS)

.PHONY: kills
kills: setup-test ## stop every command a hundred times by each signal, on full disks too, for an hour (KILLS=1000)
	PROTOCOLPRESS_KILLS=$(or $(KILLS),100) $(python) -m pytest -n auto --dist load $(ARGS) \
		tests/e2e/test_stopped.py tests/e2e/test_kills.py tests/e2e/test_release.py

.PHONY: gallery
gallery: setup-test build ## draw the README's pictures of pages (docs/gallery) from a build
	$(python) tools/gallery

.PHONY: wheel
wheel: setup-test ## make the source archive and the wheel, in build/wheel
	$(python) -m build --no-isolation --outdir build/wheel

.PHONY: audit
audit: setup-test ## compare the locks with a copy of PyPA's advisories (ADVISORIES=advisory-database)
	$(python) tools/audit.py '$(ADVISORIES)'

.PHONY: lock
lock: setup-test ## write the locks anew after a change of dependencies (ARGS=--upgrade: newest versions)
	sh tools/lock.sh $(ARGS)

.PHONY: distclean
distclean: clean ## remove .venv and the tools' caches too
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
