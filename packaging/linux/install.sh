#!/bin/sh
# Installs Dateline from the unpacked tarball this script lies in, or removes it again.
#
#   ./install.sh [PREFIX]              PREFIX: ~/.local, or /usr/local for root
#   ./install.sh --uninstall [PREFIX]
#
# Nothing needs to be installed: bin/dateline runs where it lies. An installed version, older or newer, is replaced, also while
# it runs: the running one goes on until it is closed. Projects and settings are never touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
verb=install
case ${1:-} in
    --uninstall) verb=uninstall; shift ;;
    -h | --help) sed -n '2,8p' "$0"; exit 0 ;;
    -*) echo "install.sh: no option $1; see ./install.sh --help" >&2; exit 2 ;;
esac
if [ "$(id -u)" = 0 ]; then prefix=${1:-/usr/local}; else prefix=${1:-$HOME/.local}; fi
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
list=$prefix/share/dateline/installed-files

stop() { echo "install.sh: $1" >&2; exit 1; }

# Takes away what an earlier installation put there and nothing else, then folders that are empty now.
remove() {
    while IFS= read -r file; do rm -f "$prefix/$file"; done <"$list"
    sed 's|/[^/]*$||' "$list" | sort -ru | while IFS= read -r folder; do
        while [ -n "$folder" ] && rmdir "$prefix/$folder" 2>/dev/null; do
            case $folder in */*) folder=${folder%/*} ;; *) folder= ;; esac
        done
    done
    rm -f "$list"
    rmdir "$prefix/share/dateline" "$prefix/share" 2>/dev/null || true
}

# Desktops read these caches; without the tools they look again at the next login. A cache that holds nothing of another
# program is taken away, because it was made here.
refresh() {
    if [ -d "$prefix/share/applications" ] && command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$prefix/share/applications" || true
    fi
    if [ -d "$prefix/share/mime" ] && command -v update-mime-database >/dev/null; then
        # It would note on every line that a folder outside of XDG_DATA_DIRS is not looked at.
        update-mime-database "$prefix/share/mime" >/dev/null 2>&1 || true
    fi
    if [ -d "$prefix/share/icons/hicolor" ] && [ -e "$prefix/share/icons/hicolor/index.theme" ] &&
        command -v gtk-update-icon-cache >/dev/null; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

if [ "$verb" = uninstall ]; then
    [ -f "$list" ] || stop "Dateline is not installed in $prefix, or not by this script"
    remove
    if [ -d "$prefix/share/mime" ] && [ -z "$(ls "$prefix/share/mime/packages" 2>/dev/null)" ]; then
        rm -rf "$prefix/share/mime"
    fi
    refresh
    if [ "$(ls "$prefix/share/applications" 2>/dev/null)" = mimeinfo.cache ]; then rm -r "$prefix/share/applications"; fi
    rmdir "$prefix/share/icons" "$prefix/share" "$prefix" 2>/dev/null || true
    echo "Dateline is removed from $prefix. Projects and settings stay where they are"
    exit 0
fi

[ -x "$here/bin/dateline" ] || stop "bin/dateline is not beside this script: unpack the whole tarball"
mkdir -p "$prefix/share/dateline" 2>/dev/null && [ -w "$prefix/share/dateline" ] ||
    stop "cannot write to $prefix: name another folder, ./install.sh FOLDER, or run it as root"
if [ "$here" = "$(cd "$prefix" && pwd)" ]; then stop "$prefix is the unpacked tarball itself: name another folder"; fi
fresh=$(cd "$here" && find bin share -type f | sort)
if [ -f "$list" ]; then remove; mkdir -p "$prefix/share/dateline"; fi
# The list first, so that an installation that breaks off can be removed.
printf '%s\n' "$fresh" >"$list"
printf '%s\n' "$fresh" | while IFS= read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    # A new file beside the old one, then renamed: a program that runs keeps its own.
    cp "$here/$file" "$prefix/$file.new"
    mv -f "$prefix/$file.new" "$prefix/$file"
done
# Desktops look for the program in PATH, which ~/.local/bin need not be part of.
for entry in dateline.desktop x-dateline-articles.desktop; do
    entry=$prefix/share/applications/$entry
    awk -v program="$prefix/bin/dateline" '
        /^Exec=/ { gsub(/[\\"`$]/, "\\\\&", program); print "Exec=\"" program "\" %F"; next }
        /^TryExec=/ { next }
        { print }' "$entry" >"$entry.new"
    mv -f "$entry.new" "$entry"
done
refresh
echo "Dateline is installed: $prefix/bin/dateline"
case ":$PATH:" in *":$prefix/bin:"*) ;; *) echo "$prefix/bin is not in PATH: for \`dateline\` in a terminal, add it there" ;; esac
