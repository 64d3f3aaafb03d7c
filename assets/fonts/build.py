"""Makes the embedded fonts: Inter cut down to the scripts the window writes, Literata's web parts joined into one
file per style, and the fallbacks for Arabic and Hebrew. Arguments: folder of Inter, folder of the unpacked npm
packages, output folder.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.merge import Merger, Options as MergeOptions
from fontTools.ttLib import TTFont

INTER, PACKAGES, OUT = map(pathlib.Path, sys.argv[1:4])

# Latin with its extensions, Greek, Cyrillic, combining marks, punctuation, currency, letterlike signs, fractions,
# arrows, mathematical operators, and the geometric shapes used as symbols.
INTER_RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0250, 0x02FF), (0x0300, 0x036F), (0x0370, 0x03FF), (0x0400, 0x052F),
    (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2600, 0x26FF), (0x2700, 0x27BF), (0xA720, 0xA7FF), (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
]

# `calt` is left out on purpose: Inter's contextual forms turn "->" into an arrow and "4x4" into "4×4", and what a
# source wrote has to be shown as it was written.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "init", "medi", "fina", "isol", "tnum"]


def cut(font, unicodes=None):
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=unicodes or font.getBestCmap().keys())
    worker.subset(font)
    return font


def save(font, name):
    font.flavor = None
    font.recalcTimestamp = False
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


for style in ["Regular", "SemiBold"]:
    font = TTFont(INTER / f"Inter-{style}.otf", recalcTimestamp=False)
    wanted = [u for first, last in INTER_RANGES for u in range(first, last + 1)]
    save(cut(font, wanted), f"Inter-{style}.otf")

for style, weight, slope in [("Regular", 400, "normal"), ("SemiBold", 600, "normal"), ("Italic", 400, "italic")]:
    parts, seen = [], set()
    for script in ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"]:
        path = PACKAGES / "literata" / "files" / f"literata-{script}-{weight}-{slope}.woff2"
        part = TTFont(path, recalcTimestamp=False)
        part.flavor = None
        # The parts share letters. Each letter is kept once, or the merger would switch to a later part's copy, which
        # does not kern with the rest.
        own = set(part.getBestCmap()) - seen
        seen |= own
        part = cut(part, own)
        plain = PACKAGES / f"{script}-{weight}-{slope}.ttf"
        part.save(plain)
        parts.append(str(plain))
    first = TTFont(parts[0])["head"]
    options = MergeOptions()
    options.drop_tables = ["DSIG", "STAT", "gasp", "prep", "meta"]
    font = Merger(options).merge(parts)
    # The merger stamps the file with the current time.
    font["head"].created, font["head"].modified = first.created, first.modified
    save(cut(font), f"Literata-{style}.ttf")

for name, script, out in [
    ("noto-sans-arabic", "arabic", "NotoSansArabic-Regular.ttf"),
    ("noto-sans-hebrew", "hebrew", "NotoSansHebrew-Regular.ttf"),
]:
    font = TTFont(PACKAGES / name / "files" / f"{name}-{script}-400-normal.woff2", recalcTimestamp=False)
    save(cut(font), out)
