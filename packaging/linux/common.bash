# Shared by the scripts beside it; sourced, not run. Sets ROOT (the checkout), DIST (where packages go) and VERSION.
set -euo pipefail
LC_ALL=C.UTF-8
export LC_ALL
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
DIST=${DIST:-$ROOT/target/dist}
VERSION=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$ROOT/Cargo.toml" | head -1)
export ROOT DIST VERSION

stop() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# What is packed: the first argument, else the optimized build, built if it is not there.
binary() {
    local file=${1:-$ROOT/target/release/dateline}
    if [ -z "${1:-}" ] && [ ! -x "$file" ]; then (cd "$ROOT" && cargo build --locked --release --bin dateline) >&2; fi
    [ -x "$file" ] || stop "no program at $file"
    printf '%s\n' "$file"
}
