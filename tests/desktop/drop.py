#!/usr/bin/env python3
"""Drop files on a window as a file manager does: the XDND protocol, version 5 (freedesktop.org).

    drop.py WINDOW_TITLE FILE…

Needs python-xlib (Debian: python3-xlib) and a display, for example Xvfb. Exit status 0 once the window has said that it
took the drop.
"""
import os
import sys
import time
from urllib.parse import quote

from Xlib import X, Xatom, display
from Xlib.protocol import event

d = display.Display()
root = d.screen().root


def atom(name):
    return d.intern_atom(name)


def find(window, title):
    """The XdndAware window below `window` whose title, or an ancestor's, contains `title`."""
    name = window.get_wm_name() or ""
    found = isinstance(name, str) and title in name
    if found and window.get_full_property(atom("XdndAware"), X.AnyPropertyType):
        return window
    for child in window.query_tree().children:
        hit = find(child, "" if found else title) if found else find(child, title)
        if hit:
            return hit
    return None


def send(target, kind, data):
    message = event.ClientMessage(window=target, client_type=atom(kind), data=(32, data))
    target.send_event(message, event_mask=X.NoEventMask)
    d.flush()


def wait(kinds, seconds=10):
    """The next client message of one of these types; selection requests are answered meanwhile."""
    end = time.time() + seconds
    while time.time() < end:
        if not d.pending_events():
            time.sleep(0.02)
            continue
        e = d.next_event()
        if e.type == X.SelectionRequest:
            e.requestor.change_property(e.property, e.target, 8, uris)
            d.flush()
            answer = event.SelectionNotify(
                time=e.time, requestor=e.requestor, selection=e.selection, target=e.target, property=e.property
            )
            e.requestor.send_event(answer)
            d.flush()
        elif e.type == X.ClientMessage and e.client_type in kinds:
            return e
    sys.exit(f"no {' or '.join(d.get_atom_name(k) for k in kinds)} within {seconds} s")


title, files = sys.argv[1], sys.argv[2:]
uris = "".join(f"file://{quote(os.path.abspath(f))}\r\n" for f in files).encode()
target = find(root, title) or sys.exit(f"no window called {title!r} takes drops")
source = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
uri_list = atom("text/uri-list")
source.set_selection_owner(atom("XdndSelection"), X.CurrentTime)
d.flush()

place = root.translate_coords(target, 0, 0)
x, y = abs(place.x) + 300, abs(place.y) + 300
send(target, "XdndEnter", [source.id, 5 << 24, uri_list, 0, 0])
send(target, "XdndPosition", [source.id, 0, x << 16 | y, X.CurrentTime, atom("XdndActionCopy")])
status = wait({atom("XdndStatus")})
if not status.data[1][1] & 1:
    sys.exit("the window refuses the drop")
if os.environ.get("HOVER"):
    time.sleep(float(os.environ["HOVER"]))
send(target, "XdndDrop", [source.id, 0, X.CurrentTime, 0, 0])
finished = wait({atom("XdndFinished")})
print("taken" if finished.data[1][1] & 1 else "finished without taking it")
