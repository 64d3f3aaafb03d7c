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

# Takes the pictures of the manual anew, from the real window with the sample project; needs no display
screenshots:
    DATELINE_BLESS=1 cargo test --test screenshots

# Writes what is made from the program into the manual: keys, commands, answers of the examples
manual:
    DATELINE_BLESS=1 cargo test --lib -- ui::actions cli::reference
    DATELINE_BLESS=1 cargo test --test manual

# The .deb and the tarball, installed, started, used and removed in a clean Debian; needs root
package-linux *program:
    packaging/linux/test {{program}}

# Every bitmap icon, drawn from assets/icon.svg
icons *check:
    cargo run -p xtask -- icons {{check}}
