# imagepool. `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
CORPUS ?=
BENCH_SET ?=
ONLY ?=
PYTHON ?= python3
NAMES ?= 5000000
REQUESTS ?= 100000
BENCH_PICTURES ?= jpeg_2mp_420 jpeg_6mp_420 jpeg_12mp_420 jpeg_24mp_444 jpeg_24mp_gray jpeg_24mp_progressive

SWIFT ?= swift
SYSTEM := $(shell uname -s)

# The program links the Swift runtime statically where the toolchain can (the dynamic Foundation alone costs some 10 MB of memory), and is stripped.
ifeq ($(SYSTEM),Linux)
RELEASE := -c release --static-swift-stdlib -Xlinker -s
else
RELEASE := -c release
endif

.PHONY: help bootstrap demo library wheel test-c test-python test-ray test-browser bench-python test test-release asan asan-quick build verify static check-static bench conformance thumbnail-conformance memory-check page-memory-check batch-limits serve-soak check-packages check-manual docs gallery lint format manual install uninstall clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

bootstrap: ## check for Swift and the three libraries; install what is missing
	@Scripts/bootstrap.sh

demo: build ## build, pool all of SampleImages into out/, print a table
	@Scripts/demo.sh build/imagepool SampleImages out

test: bootstrap ## run the tests
	$(SWIFT) test

test-release: bootstrap ## run the tests as they are optimised for release
	$(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-release-tests

# Optimised: the sanitizer looks at the same accesses in a third of the time.
asan: bootstrap ## run the tests, optimised, under the address and leak sanitizers
	LSAN_OPTIONS="suppressions=$(CURDIR)/Scripts/leak_suppressions.txt:print_suppressions=0$${LSAN_OPTIONS:+:$$LSAN_OPTIONS}" \
	  $(SWIFT) test -c release -Xswiftc -enable-testing --disable-xctest --sanitize=address --scratch-path .build-asan

# Not optimised, since building takes a third of the time then.
asan-quick: bootstrap ## the same for what reads bytes from outside or touches memory by address; not optimised
	LSAN_OPTIONS="suppressions=$(CURDIR)/Scripts/leak_suppressions.txt:print_suppressions=0$${LSAN_OPTIONS:+:$$LSAN_OPTIONS}" \
	  $(SWIFT) test --disable-xctest --sanitize=address --scratch-path .build-asan-quick \
	  --filter '^(ImageCodecs|ColorProfiles|FeatureMaps|TarArchive|ReportPages|ImagePoolC)Tests\.' \
	  --filter '^PoolingEngineTests\.(ScheduleTests|ViewTests|OrientationTests|AlphaTests)'

build: bootstrap ## build the program, optimised and stripped, as build/imagepool
	$(SWIFT) build $(RELEASE) --product imagepool
	@mkdir -p build
	@Scripts/put.sh "$$($(SWIFT) build $(RELEASE) --show-bin-path)/imagepool" build/imagepool
	@Scripts/put_golden.sh build/golden

verify: build ## compare the built program with what the frameworks gave
	@build/imagepool verify

static: bootstrap ## Linux: build one file without shared libraries as build/imagepool-static
	@Scripts/static.sh build/imagepool-static
	@Scripts/put_golden.sh build/golden

check-static: static ## run build/imagepool-static alone in an empty root folder
	@Scripts/check_static.sh build/imagepool-static SampleImages/mountains-420.jpg

bench: build ## measure the budgets; table and build/bench.json (BENCH_SET=DIR: real photographs; IMAGEPOOL_PEERS_PYTHON: a Python with PyTorch and Pillow; ONLY=processes|batches|engine)
	$(SWIFT) build $(RELEASE) --product ImagePoolBenchmarks
	$(SWIFT) build $(RELEASE) --product BareDecoder
	@"$$($(SWIFT) build $(RELEASE) --show-bin-path)/ImagePoolBenchmarks" --program build/imagepool --samples SampleImages \
	  --bare-decoder "$$($(SWIFT) build $(RELEASE) --show-bin-path)/BareDecoder" --bench-set "$(BENCH_SET)" \
	  --peer Benchmarks/torch_peer.py --pillow-peer Benchmarks/pillow_peer.py --only "$(ONLY)" --work build/bench --json build/bench.json

library: bootstrap ## build the C library and its header: build/libimagepool.so, build/imagepool.h
	$(SWIFT) build $(RELEASE) --target ImagePoolC
	@Scripts/library.sh "$$($(SWIFT) build $(RELEASE) --show-bin-path)" build

test-c: library ## compile the tests' C program against header and library, as C11 and C++ with all warnings, and run it
	@Scripts/test_c.sh build

wheel: library ## build the Python package's wheel into build/wheel (needs Python 3; pip brings the tools)
	@PYTHON=$(PYTHON) Scripts/wheel.sh build build/wheel

test-python: wheel ## install the wheel into a fresh environment below build/ and run the package's tests (IMAGEPOOL_PEERS_PYTHON: a Python with PyTorch)
	@PYTHON=$(PYTHON) Scripts/test_python.sh build/wheel build/python-tests

bench-python: wheel ## imagepool.load beside Pillow, OpenCV and torchvision with PyTorch: time and peak memory (BENCH_SET=DIR, IMAGEPOOL_PEERS_PYTHON)
	@test -n "$(BENCH_SET)" || { echo "make $@: say where the pictures are, e.g. make $@ BENCH_SET=../bench" >&2; exit 2; }
	$(SWIFT) build $(RELEASE) --product BareDecoder
	@rm -rf build/python-bench && $(PYTHON) -m venv build/python-bench && build/python-bench/bin/pip install -q --disable-pip-version-check build/wheel/*.whl
	@$(PYTHON) Benchmarks/python_load.py --python build/python-bench/bin/python --peers-python "$${IMAGEPOOL_PEERS_PYTHON:-$(PYTHON)}" \
	  --bare-decoder "$$($(SWIFT) build $(RELEASE) --show-bin-path)/BareDecoder" --json build/bench-python.json \
	  $(foreach name,$(BENCH_PICTURES),"$(BENCH_SET)/$(name).jpg")

test-ray: wheel ## run the tests of Integrations/ray: the wheel and Ray Data in an environment below build/ (some 700 MB from the package index)
	@PYTHON=$(PYTHON) Scripts/test_ray.sh build/wheel build/ray-tests

test-browser: build ## open reports in Chromium and hold them against the program (Playwright and axe-core into build/; CHROMIUM=PATH, TESTS="-k explain")
	@PYTHON=$(PYTHON) Scripts/test_browser.sh build/imagepool build/browser-tests $(TESTS)

# What the targets that take a corpus need.
corpus = test -n "$(CORPUS)" || { echo "make $@: say which corpus, e.g. make $@ CORPUS=../shared/corpus" >&2; exit 2; }; \
  test -d "$(CORPUS)" || { echo "make $@: no folder $(CORPUS)" >&2; exit 2; }; \
  command -v $(PYTHON) >/dev/null || { echo "make $@: needs Python 3 (PYTHON=...)" >&2; exit 2; }

conformance: build ## run every file of a corpus against its tables (CORPUS=DIR)
	@$(corpus)
	$(SWIFT) build $(RELEASE) --product ConformanceProbe
	$(PYTHON) Tests/Conformance/run.py --probe "$$($(SWIFT) build $(RELEASE) --show-bin-path)/ConformanceProbe" --imagepool build/imagepool "$(CORPUS)"
	@if $(PYTHON) -c 'import numpy' 2>/dev/null; then \
	  $(PYTHON) Tests/Conformance/numpy_check.py --imagepool build/imagepool "$(CORPUS)/photos" SampleImages; \
	else echo "no NumPy for $(PYTHON): photographs were not held against it"; fi

thumbnail-conformance: build ## make thumbnails of a whole corpus in one batch; hold them against its tables (CORPUS=DIR)
	@$(corpus)
	$(PYTHON) Tests/Conformance/thumbnails.py --imagepool build/imagepool "$(CORPUS)"
	$(PYTHON) Tests/Conformance/cmyk_check.py --imagepool build/imagepool "$(CORPUS)"

memory-check: build ## hold the estimates of memory against what thumbnails of a corpus take (CORPUS=DIR)
	@$(corpus)
	$(PYTHON) Tests/Conformance/memory_check.py --imagepool build/imagepool "$(CORPUS)"

page-memory-check: build ## hold what pages and single windows of many channels take against --max-memory
	$(PYTHON) Tests/Conformance/page_memory_check.py --imagepool build/imagepool

batch-limits: build ## five million names that do not exist: a line each, in bounded memory (NAMES=5000000)
	@command -v $(PYTHON) >/dev/null || { echo "make batch-limits: needs Python 3 (PYTHON=...)" >&2; exit 2; }
	$(PYTHON) Tests/Conformance/batch_limits.py --names $(NAMES) build/imagepool

serve-soak: build ## a hundred thousand requests to one `imagepool serve`: a reply each, and flat memory (REQUESTS=100000)
	@command -v $(PYTHON) >/dev/null || { echo "make serve-soak: needs Python 3 (PYTHON=...)" >&2; exit 2; }
	@mkdir -p build
	@build/imagepool pool --op average --kernel 16 SampleImages/balloon.png -o build/soak.png --overwrite
	$(PYTHON) Tests/Conformance/serve_soak.py --requests $(REQUESTS) build/imagepool build/soak.png

check-packages: bootstrap ## build and run packages that depend on this one: the README's snippet, and the engine alone
	@Scripts/check_packages.sh

docs: ## write the engine's documentation (DocC) into build/docs; warnings are errors
	@SWIFT=$(SWIFT) Scripts/docs.sh build/docs

gallery: build ## make the pictures of docs/gallery.md, and the page, anew from SampleImages and docs/gallery/gallery.tsv
	@Scripts/gallery.sh build/imagepool SampleImages docs/gallery/gallery.tsv docs/gallery

lint: ## check the format of the Swift sources
	$(SWIFT) format lint --strict -r -p Sources Tests Package.swift

format: ## format the Swift sources
	$(SWIFT) format -i -r -p Sources Tests Package.swift

manual: build ## write man/imagepool.1 anew from the program's own help (needs Python 3)
	$(PYTHON) Scripts/manual.py build/imagepool > build/imagepool.1
	@mv build/imagepool.1 man/imagepool.1

check-manual: build ## whether man/imagepool.1 says what the program's help says (needs Python 3)
	@$(PYTHON) Scripts/manual.py build/imagepool | diff -u man/imagepool.1 - || { echo "man/imagepool.1 is behind the program: make manual" >&2; exit 1; }

install: ## install program, golden set, man page and completions (PREFIX=/usr/local, DESTDIR=); run `make build` first
	@Scripts/install.sh build/imagepool "$(DESTDIR)$(PREFIX)"

uninstall: ## remove what `make install` put there
	@Scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

clean: ## remove everything that was built
	rm -rf .build .build-asan .build-asan-quick .build-release-tests .build-static build out
