"""Cuts the typeface of the theme broadsheet from Source Serif 4: `npm pack source-serif@4.5.1`, unpack it, then
`pip install fonttools brotli` and `python3 font.py PACKAGE themes/broadsheet/static/fonts`.

The licence reserves the name of the original, so what is changed has a name of its own."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

NAME = "Broadsheet Serif"
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
LETTERS += map(ord, "ŎŏŬŭŠšŽžČčĆćŘřĚěŁłŐőŰűŞşĞğıİŃńŚśŻżŹźĘęĄąŒœĀāĒēĪīŌōŪū")
LETTERS += map(ord, "‐‑‒–—―‘’‚‛“”„†‡•…‰′″‹›⁄€₩™←↑→↓−∕≈≠≤≥↩\u2007\u2009\u200a\u202f")
FEATURES = ["kern", "liga", "onum", "lnum", "pnum", "tnum", "ccmp", "mark", "mkmk", "locl"]
CUTS = {
    "broadsheet-serif": ("Roman", {"wght": (400, 600), "opsz": (14, 48)}),
    "broadsheet-serif-italic": ("Italic", {"wght": (400, 600), "opsz": 18}),
}

package, target = map(Path, sys.argv[1:3])
for name, (style, axes) in CUTS.items():
    font = TTFont(package / f"VAR/SourceSerif4Variable-{style}.ttf")
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, axes)
    full = {1: NAME, 3: f"{NAME} {style}", 4: f"{NAME} {style}", 6: f"{NAME.replace(' ', '')}-{style}"}
    for record in font["name"].names:
        record.string = full.get(record.nameID, record.toUnicode())
    font.flavor = "woff2"
    font.save(target / f"{name}.woff2")
