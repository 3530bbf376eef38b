# Everything from a bare clone: `make run`, `make test`. Needs python3 (3.11 or newer) and make; with cargo the Rust kernel is built too.
PYTHON ?= python3
BIN := .venv/bin
PROJECTS := pyproject.toml $(wildcard plugins/*/pyproject.toml)
CRATE := rouge_rs/Cargo.toml
RUST := $(wildcard rouge_rs/*.toml rouge_rs/Cargo.lock rouge_rs/src/*.rs rouge_rs/src/*/*.rs rouge_rs/python/selfinstruct_rouge/*.py*)
ARGS ?=

.PHONY: run test test-slow test-rust test-transformers lint lint-rust format wheels bench bench-report parsing screenshots clean

run: .venv/ready-rust
	$(BIN)/selfinstruct run --lang ko -n 20 $(ARGS)

test: .venv/ready-dev .venv/ready-rust
	$(BIN)/python -m pytest -n auto -m "not slow" $(ARGS)

test-slow: .venv/ready-dev .venv/ready-rust
	SELFINSTRUCT_THOROUGH=1 $(BIN)/python -m pytest -n auto -m "slow or hypothesis" $(ARGS)

test-rust:
	cargo test --release --locked --manifest-path $(CRATE) $(ARGS)

test-transformers: .venv/ready-transformers
	$(BIN)/python -m pytest tests/test_transformers.py tests/test_embeddings.py tests/test_tokenized.py tests/test_training.py $(ARGS)

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-rust: .venv/ready-dev .venv/ready-rust
	cargo fmt --check --manifest-path $(CRATE)
	cargo clippy --locked --all-targets --manifest-path $(CRATE) -- -D warnings
	cargo clippy --locked --all-targets --features python --manifest-path $(CRATE) -- -D warnings
	$(BIN)/mypy -p selfinstruct_rouge
	$(BIN)/stubtest selfinstruct_rouge._rouge

format: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheels: .venv/ready-dev
	$(BIN)/maturin build --release --locked --manifest-path $(CRATE) --out dist
	for project in . plugins/*; do $(BIN)/python -m build --wheel --outdir dist $$project; done

bench: .venv/ready-bench .venv/ready-rust
	$(BIN)/python bench/novelty.py $(ARGS)
	$(BIN)/python bench/host.py

bench-report: .venv/ready-dev .venv/ready-rust
	$(BIN)/python bench/report_page.py $(ARGS)

screenshots: .venv/ready-dev .venv/ready-rust
	$(BIN)/python bench/screenshots.py $(ARGS)

parsing: .venv/ready-dev
	$(BIN)/python bench/parsing.py $(FILE) $(ARGS)

clean:
	rm -rf .venv dist rouge_rs/target

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: Python 3.11 or newer is needed"; echo "hint: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python requirements.txt $(PROJECTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/ready-bench: .venv/ready requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

# A CPU build of torch where pip can find one: it has a fraction of the size.
.venv/ready-transformers: .venv/ready-dev requirements-transformers.txt requirements-training.txt plugins/transformers/pyproject.toml plugins/embeddings/pyproject.toml
	@cpu=$$($(BIN)/python -m pip index versions --disable-pip-version-check torch 2>/dev/null | grep -o '[0-9.]*+cpu' | head -n 1); \
	echo "installing torch$${cpu:+==$$cpu}, once: this may take minutes and gigabytes"; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $${cpu:+torch==$$cpu} -r requirements-transformers.txt -r requirements-training.txt
	@touch $@

# The kernel is never needed: without it the same is decided in Python.
.venv/ready-rust: .venv/ready $(RUST)
	@if command -v cargo >/dev/null 2>&1; then \
	  echo "building the Rust kernel, once"; \
	  MATURIN_NO_INSTALL_RUST=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps ./rouge_rs \
	    > .venv/rust.log 2>&1 || echo "note: the Rust kernel could not be built, see .venv/rust.log; novelty is judged in Python, to the same results"; \
	else echo "note: no cargo here; novelty is judged in Python, to the same results"; fi
	@touch $@
