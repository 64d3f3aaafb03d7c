#!/bin/sh
# Rebuilds the fonts in this folder from packages: Debian `fonts-inter`, npm `@fontsource/…`, with PyPI `fonttools`.
# Needs Python 3 with venv, npm, and fonts-inter installed. Run from anywhere; writes beside itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install fonttools==4.68.0 brotli==1.2.1

cd "$work"
for name in literata noto-sans-arabic noto-sans-hebrew; do
    npm pack --silent "@fontsource/$name@5.3.0" >/dev/null
    mkdir "$name"
    tar -xzf "fontsource-$name-5.3.0.tgz" -C "$name" --strip-components 1
    tr -d '\r' < "$name/LICENSE" > "$here/OFL-$name.txt"
done

# Inter is under the same licence; its package states the holders and the terms, in Debian's own layout.
{
    echo "Copyright 2016-2022 The Inter Project Authors (rsms/inter)"
    tail -n +2 "$here/OFL-literata.txt"
} > "$here/OFL-inter.txt"

# The merger walks sets; a fixed seed makes the files come out the same each time.
PYTHONHASHSEED=0 "$work/venv/bin/python" "$here/build.py" "${INTER:-/usr/share/fonts/opentype/inter}" "$work" "$here"
