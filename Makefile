# Portico. `make help` lists the targets. Downloads, models and Go's build cache
# live outside the repository; build flags are the same for every target.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
GO := .ci/go

# Tesseract's threads cost more than they give (docs/figures.md).
export OMP_THREAD_LIMIT := 1

# Pictures from outside, where they are; what needs them skips loudly without.
ifneq ($(wildcard ../shared/data),)
export PORTICO_DATA ?= $(abspath ../shared/data)
endif

.PHONY: help setup build run demo screens package soak test fuzz crash-test camera-test probe schema-test redis-test eval bench compare gate figures lint fmt clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14

setup: ## install system packages (with sudo where needed), Go and the models
	@.ci/setup

build: setup ## build bin/portico and bin/portico-kiosk
	@mkdir -p bin
	$(GO) build -o bin/ ./app/portico
	$(GO) build -o bin/portico-kiosk ./app/kiosk

run: build ## open the kiosk; without a camera it plays the demonstration
	@if [[ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; then \
	  echo "There is no display here. 'make demo' runs the kiosk in a window of its own and leaves screenshots." >&2; exit 1; fi
	LC_MESSAGES=C bin/portico-kiosk

TRIES ?= 1
demo: build ## run whole onboardings in a window under Xvfb; results in build/demo
	$(GO) run ./app/drive -out build/demo -tries $(TRIES)

package: setup ## make dist/portico_VERSION_amd64.deb, and an archive of the kiosk alone
	@.ci/setup packaging/packages.tsv
	packaging/build

screens: setup ## render every screen, and one in each language and size, into docs/screens
	@mkdir -p docs/screens
	PORTICO_GALLERY=$(CURDIR)/docs/screens $(GO) test -count=1 -run Gallery ./app/view

SOAK ?= 1h
soak: build ## run onboardings back to back for an hour (SOAK=5m for less): nothing may grow, nothing may stay
	$(GO) run ./app/drive -out build/soak -soak $(SOAK)

test: setup ## run the tests
	$(GO) vet ./...
	$(GO) test ./...

FUZZTIME ?= 20s
fuzz: setup ## fuzz every parser of outside bytes for FUZZTIME=20s each
	@grep -rn '^func Fuzz' --include='*_test.go' . | sed -E 's|^(.*)/[^/]*:[0-9]+:func (Fuzz[A-Za-z0-9]*).*|\1 \2|' | sort | while read -r pkg f; do \
	  echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$pkg </dev/null; done

camera-test: ## test cameras on the kernel's own drivers, in a virtual machine (installs qemu; under 8 minutes)
	@.ci/camera/test

N ?= 2000
crash-test: setup ## kill a kiosk's process N=2000 times in the middle of onboardings and deliveries, and try random histories of the store (15 minutes)
	PORTICO_CRASH_N=$(N) $(GO) test -count=1 -timeout 60m -v ./sync/crashtest
	$(GO) test -count=1 -timeout 60m -run RandomHistories ./sync/store/bolt -rapid.checks=$$(( ($(N) + 6) / 7 ))

probe: build ## call the backend through a strict client made from the contract (needs the outside folder `dis`, JDK and Maven)
	@.ci/probe

schema-test: build ## have schemathesis make up requests from the contract's file (needs the outside folder `dis`; 2 minutes)
	@.ci/schema-test

redis-test: setup ## drive whole onboardings through two servers and a Redis that crash (2 to 5 minutes)
	PORTICO_REPLICAS=1 $(GO) test -count=1 -run Replicas ./sync/disserver ./app/portico

# What is judged wrongly, with its pictures, which may not be passed on.
ERRORS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/portico/errors
eval: setup ## measure accuracy on the outside pictures; errors with their pictures go to ERRORS, outside the repository (docs/figures.md)
	PORTICO_EVAL=1 PORTICO_FIGURES=$(CURDIR)/build/figures PORTICO_ERRORS=$(ERRORS) $(GO) test -count=1 -timeout 5h -run Eval -v ./engine/native/assemble

bench: build ## measure speed and memory (docs/figures.md, docs/limits.md); writes build/bench (15 minutes on a quiet machine)
	@.ci/bench

compare: build ## measure beside other programs on the same pictures (Python from PyPI, outside the repository; 15 minutes; LIMIT=5 for a trial)
	@.ci/compare

gate: setup ## compare allocations and times with the last release, built beside this (REF=COMMIT for another; 20 minutes)
	@.ci/gate

# Accuracy first: it does not mind other work, as speed does. A mark that is
# missed is told on the page, and fails afterwards.
figures: ## measure everything and write docs/figures.md and docs/limits.md (an hour and a half on a quiet machine)
	rm -rf build/figures build/bench
	$(MAKE) -k eval bench compare && rc=0 || rc=$$?; $(GO) run ./app/figures; exit $$rc

lint: ## lint (golangci-lint from the module proxy)
	$(GO) tool -modfile=.ci/tools.mod golangci-lint run ./...

fmt: ## format
	$(GO) tool -modfile=.ci/tools.mod golangci-lint fmt ./...

clean: ## remove what was built here
	rm -rf bin build dist
