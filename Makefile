# Portcullis. `make run` and `make test` set up all they need on a Debian machine that has Swift.

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
CONFIGURATION ?= release
RELEASE_FLAGS := -c release --static-swift-stdlib
SOURCES := Package.swift Sources Tests

.PHONY: help setup build run test bench fuzz lint format install clean

help:
	@echo 'make run      set up, build, and say what is closed now and what comes next'
	@echo 'make test     set up, build and test'
	@echo 'make bench    measure against raw libical and Python; results also in bench-results.jsonl'
	@echo 'make fuzz     fuzz the calendar reader for FUZZ_SECONDS (now $(FUZZ_SECONDS))'
	@echo 'make lint     check the format of every source'
	@echo 'make install  install under PREFIX (now $(PREFIX)): program, calendars, completions, manual page'

# Installs the libraries that are missing, by apt; says plainly where it cannot.
setup:
	@sh Tests/Scripts/set-up.sh

build: setup
	@swift build $(RELEASE_FLAGS) --product portcullis

run: build
	@program="$$(swift build $(RELEASE_FLAGS) --show-bin-path)/portcullis"; \
	  "$$program" status || [ $$? -eq 3 ] || [ $$? -eq 4 ] || exit 1; \
	  echo; \
	  "$$program" upcoming || exit 1; \
	  printf '\nTry next:\n'; \
	  printf '  %s\n' \
	    "alias portcullis='$$program'" \
	    "portcullis status --at 2019-04-20   # two elections close it at once" \
	    "portcullis why feed --at 2019-05-10 # the days counted, and the law" \
	    "portcullis calendar check           # can the calendars be relied on?" \
	    "portcullis init ~/purdah            # your own settings and calendars"

test: setup
	@swift build --build-tests
	@swift test --skip-build

bench: setup
	@sh Tests/Benchmarks/run.sh

fuzz: setup
	@sh Tests/CalendarFuzzer/run.sh $(FUZZ_SECONDS)

lint:
	@swift format lint --strict --recursive $(SOURCES)
	@sh Tests/Scripts/check-tree.sh

format:
	@swift format --in-place --recursive $(SOURCES)

install: build
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' sh Tests/Scripts/install.sh "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/portcullis"

clean:
	@swift package clean
	@rm -rf .build-fuzz bench-results.jsonl
