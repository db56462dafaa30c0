# Portcullis. `make run` and `make test` set up all they need on a Debian machine that has Swift.

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
SEEDS ?= 2000
FIRST_SEED ?= 1
CYCLES ?= 2000
# Without a table of all its names: the loader searches it for each name of each library, at every start.
RELEASE_FLAGS := -c release --static-swift-stdlib -Xlinker --no-export-dynamic
SOURCES := Package.swift Sources Tests

.PHONY: help setup build run test e2e simulate crash bench fuzz lint docs format install deb try-package try-boot clean

help:
	@echo 'make run      set up, build, say what is closed now and what comes next, and run the gate'
	@echo 'make test     set up, build and test, with $(SEEDS) seeds of the simulation'
	@echo 'make e2e      start real servers on loopback, deliver to them, and stop them; open the pages in Chromium'
	@echo 'make simulate run SEEDS seeds of the simulation from FIRST_SEED on'
	@echo 'make crash    kill the real gate CYCLES times while posts flow'
	@echo 'make bench    measure against floors and peers; results also in bench-results.jsonl'
	@echo 'make fuzz     fuzz the calendar reader for FUZZ_SECONDS (now $(FUZZ_SECONDS))'
	@echo 'make lint     check the format of every source'
	@echo 'make docs     build the DocC catalogues; a warning is an error'
	@echo 'make deb      make a Debian package, and a list of what it is made of (CycloneDX)'
	@echo 'make try-package  try it in a Debian that debootstrap makes'
	@echo 'make try-boot  boot one with systemd (qemu), and try the unit and each of its options there'
	@echo 'make install  install under PREFIX (now $(PREFIX)): program, calendars, completions, manual page, systemd unit'

# Installs the libraries that are missing, by apt; says plainly where it cannot.
setup:
	@sh Tests/Scripts/set-up.sh

build: setup
	@swift build $(RELEASE_FLAGS) --product portcullis

# In a folder of its own, `.run`, so that it meets no other council of this user's. Its settings and the calendars here
# come into force if nothing is yet; a change that would open asks for a person, and the gate runs on with what was in
# force.
run: export PORTCULLIS_SETTINGS := $(CURDIR)/.run/portcullis.yaml
run: export PORTCULLIS_CALENDARS := $(CURDIR)/calendars
run: export PORTCULLIS_STORE := sqlite:$(CURDIR)/.run/store/portcullis.sqlite
run: build
	@mkdir -p .run && { [ -e .run/portcullis.yaml ] || \
	  printf '%s\n' 'calendars: ../calendars' 'channels:' '  feed:' '    name: Feed' '    connector: feed' \
	    '    path: public/feed.atom' >.run/portcullis.yaml; }
	@program="$$(swift build $(RELEASE_FLAGS) --show-bin-path)/portcullis"; \
	  "$$program" adopt || [ $$? -eq 77 ] || exit 1; \
	  echo; \
	  "$$program" status || [ $$? -eq 3 ] || [ $$? -eq 4 ] || exit 1; \
	  echo; \
	  "$$program" upcoming || exit 1; \
	  printf '\nIn a second terminal, in this folder:\n'; \
	  printf '  %s\n' \
	    "alias portcullis='$$program'" \
	    "export PORTCULLIS_SETTINGS='$$PORTCULLIS_SETTINGS' PORTCULLIS_CALENDARS='$$PORTCULLIS_CALENDARS'" \
	    "export PORTCULLIS_STORE='$$PORTCULLIS_STORE'" \
	    "portcullis post add feed --at now --text 'Bins are collected on Friday this week.'" \
	    "portcullis post list                # then look into .run/public/feed.atom" \
	    "portcullis status --at 2019-04-20   # two elections close it at once" \
	    "portcullis why feed --at 2019-05-10 # the days counted, and the law" \
	    "portcullis gate health              # is the gate working?"; \
	  echo; \
	  exec "$$program" gate run

# All tests begin at once, and hold some 1,600 files open: more than the 1,024 that a login may by default.
test: setup
	@swift build --build-tests
	@{ ulimit -S -n 16384 || ulimit -S -n "$$(ulimit -H -n)"; } 2>/dev/null; swift test --skip-build
	@$(MAKE) --no-print-directory simulate

# WordPress, an AT Protocol server, a webhook receiver and a mail server, with a proxy in front that breaks connections;
# then the systemd unit's system calls, and the pages in a browser.
e2e: setup
	@swift build --build-tests
	@sh Tests/Scripts/end-to-end.sh

# The real gate under a seeded clock, network and store. A failure prints its seed.
simulate: setup
	@swift build $(RELEASE_FLAGS) --product gate-simulator
	@"$$(swift build $(RELEASE_FLAGS) --show-bin-path)/gate-simulator" $(FIRST_SEED) $(SEEDS)

crash: setup
	@swift build --build-tests
	@PORTCULLIS_CRASH_CYCLES=$(CYCLES) swift test --skip-build --filter CrashTests

bench: setup
	@sh Tests/Benchmarks/run.sh

fuzz: setup
	@sh Tests/CalendarFuzzer/run.sh $(FUZZ_SECONDS)

lint:
	@swift format lint --strict --recursive $(SOURCES)
	@sh Tests/Scripts/check-tree.sh

# Every target that has a catalogue, into .build/plugins/Swift-DocC/outputs. The plugin is part of the package for this
# command alone, which uses what the ordinary build compiled. Swift 6.3 leaves symbols out of its graphs that mention a
# type of another target at package level, so pages can link to types, and only to some of their members.
DOCUMENTED := $(notdir $(patsubst %/,%,$(dir $(wildcard Sources/*/*.docc))))
docs: setup
	@PORTCULLIS_DOCS=1 swift package generate-documentation $(DOCUMENTED:%=--target %) \
	  --symbol-graph-minimum-access-level package --warnings-as-errors

format:
	@swift format --in-place --recursive $(SOURCES)

install: build
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' sh Tests/Scripts/install.sh "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/portcullis"

# The package and the list of what it is made of, in .build/packages.
deb: build
	@sh Tests/Scripts/package.sh "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/portcullis"

# In a fresh Debian made by debootstrap: installed, set up, used by three people, upgraded, removed.
try-package: deb
	@sh Tests/Scripts/try-package.sh "$$(ls .build/packages/portcullis_*.deb)"

# In a machine of its own with systemd, emulated where none can be lent: set up, used, killed, hung, cut off from power,
# upgraded, removed; and each option of the unit tried. Some four minutes where it is emulated.
try-boot: deb
	@sh Tests/Scripts/try-boot.sh "$$(ls .build/packages/portcullis_*.deb)"

clean:
	@swift package clean
	@rm -rf .build-fuzz bench-results.jsonl
