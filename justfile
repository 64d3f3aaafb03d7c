# `just` lists these. Nothing here is needed to build or run: `cargo run --release` and `cargo test` are enough.

_default:
    @just --list

# Everything a change must pass, as CI runs it
check:
    .ci/run

# Open the window, optimized
run *files:
    cargo run --release -- {{files}}

# All tests; no display needed
test *filter:
    cargo test {{filter}}

# Only the core, without the window: the quickest way round while working on it
core *filter:
    cargo test --lib --no-default-features {{filter}}

# Licenses and banned crates, and spelling; needs cargo-deny and typos
audit:
    cargo deny check
    typos
