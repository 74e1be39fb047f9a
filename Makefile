# The two commands of the README are `make run` and `make test`. Both install what is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

CARGO ?= cargo
PURE := sohoa-core sohoa-capture sohoa-station sohoa-cli
DEMO := demo/kho
ARTEFACTS := $(CURDIR)/artefacts

.PHONY: run test check check-pure test-rust test-ui e2e bench fuzz gen setup ui build demo clean

run: demo ## open the window on the demonstration workspace
	SOHOA_WORKSPACE=$(DEMO) target/debug/tram-so-hoa

test: check test-ui test-rust ## everything CI runs

setup:
	scripts/setup.sh

# ── parts ────────────────────────────────────────────────────────────────────────────────────
# Always the whole workspace with the same features: asking for one crate would build the large
# dependencies again with others.
ALL := --locked --workspace --features tram-so-hoa/custom-protocol
SCREEN := ARTEFACTS=$(ARTEFACTS) xvfb-run -a -s "-screen 0 1366x768x24"

ui: setup
	npm --prefix ui run build

build: ui
	$(CARGO) build $(ALL)

demo: build
	scripts/demo.sh $(DEMO)

check: ui check-pure ## formatting and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(ALL) --all-targets -- -D warnings
	npm --prefix ui run check
	npm --prefix ui run lint

check-pure: setup ## core, capture, station and command build without Tauri
	for crate in $(PURE); do \
	  if $(CARGO) tree --locked -p $$crate -e normal,build | grep -E '\btauri|\bwry\b|webkit'; then \
	    echo "$$crate depends on Tauri"; exit 1; fi; done
	if $(CARGO) tree --locked -p sohoa-core -e normal,build | grep -E 'rusqlite|image|walkdir|tempfile'; then \
	  echo "the core depends on files, SQL or pixels"; exit 1; fi

test-ui: setup
	npm --prefix ui run test

test-rust: build ## unit, fixture, store and command-line tests, and journeys in the real window
	rm -rf target/generated # where the tests write the types, so that the tree is left alone
	TS_RS_EXPORT_DIR=$(CURDIR)/target/generated $(SCREEN) $(CARGO) test $(ALL)
	diff -q target/generated/index.ts ui/src/generated/index.ts && \
	  git diff --exit-code --stat -- crates/station/schema.sql || \
	  { echo "generated files are not what the code gives: run make gen and commit"; exit 1; }

e2e: build ## only the journeys
	$(SCREEN) $(CARGO) test $(ALL) --test journeys

gen: ## write ui/src/generated, schema.sql, docs/rules and docs/roles.md anew
	rm -f ui/src/generated/index.ts
	GEN=1 $(CARGO) test $(ALL) -q --lib --test schema --test rule_docs --test role_docs -- export_bindings schema docs

bench: setup ## figures of docs/performance.md, each beside a public peer
	scripts/bench.sh

fuzz: ## change pictures, PDFs and zips at random until a decoder breaks: docs/fuzzing.md
	scripts/fuzz.sh

clean:
	rm -rf target artefacts demo ui/dist ui/node_modules .stamps
