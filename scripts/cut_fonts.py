"""Cuts the fonts of printed papers down to Latin letters: assets/fonts/NotoSerif-*.ttf.

    pip install fonttools==4.68.0 uharfbuzz && apt-get install fonts-noto-core
    python3 scripts/cut_fonts.py /usr/share/fonts/truetype/noto assets/fonts

Letters of the Central Highlands that Unicode writes as two code points get one glyph each: readers of PDF (poppler)
put a space after a mark that is drawn by itself, so that a name would be copied in two parts.
"""
import os
import sys

import uharfbuzz
from fontTools.otlLib.builder import buildLigatureSubstSubtable
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

RANGES = """0020-007E 00A0-024F 02B0-02FF 0300-036F 1E00-1EFF 2000-2027 202F-202F 2030-2030 2039-203A 2044-2044
20AB-20AB 2122-2122 2190-2193 2205-2205 2212-2212 2260-2260 25A1-25A1 25CC-25CC FFFD-FFFD"""
BREVE = 0x0306
BASES = "êôơưbÊÔƠƯB"


def component(name, x, y):
    one = GlyphComponent()
    one.glyphName, one.x, one.y, one.flags = name, x, y, 0x0004 | 0x0002
    return one


def cut(path, target):
    font = TTFont(path, recalcTimestamp=False)
    options = Options(layout_features=["ccmp", "locl", "mark", "mkmk", "kern", "liga"], hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.glyph_names = True
    # A letter that is not there must be seen to be missing.
    options.notdef_outline = True
    subsetter = Subsetter(options)
    spans = [span.split("-") for span in RANGES.split()]
    subsetter.populate(unicodes=[at for a, b in spans for at in range(int(a, 16), int(b, 16) + 1)])
    subsetter.subset(font)
    font.save(target)

    shapes = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(target)))
    font = TTFont(target, recalcTimestamp=False)
    order, cmap, glyf = font.getGlyphOrder(), font.getBestCmap(), font["glyf"]
    ligatures = {}
    for base in BASES:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(base + chr(BREVE))
        buffer.guess_segment_properties()
        uharfbuzz.shape(shapes, buffer)
        (letter, mark), places = [order[i.codepoint] for i in buffer.glyph_infos], buffer.glyph_positions
        name = f"{letter}_breve"
        glyph = Glyph()
        glyph.numberOfContours = -1
        x = places[0].x_advance + places[1].x_offset
        glyph.components = [component(letter, 0, 0), component(mark, x, places[1].y_offset)]
        advance, bearing = font["hmtx"][letter]
        glyf[name] = glyph
        font["hmtx"][name] = (advance, bearing)
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (advance, glyph.xMin)
        ligatures[(cmap[ord(base)], cmap[BREVE])] = name
    font.setGlyphOrder(list(dict.fromkeys(order + list(ligatures.values()))))
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = 4, 0
    lookup.SubTable = [buildLigatureSubstSubtable(ligatures)]
    lookup.SubTableCount = 1
    gsub = font["GSUB"].table
    gsub.LookupList.Lookup.append(lookup)
    gsub.LookupList.LookupCount = at = len(gsub.LookupList.Lookup)
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex.append(at - 1)
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
        font["GDEF"].table.GlyphClassDef.classDefs.update({name: 1 for name in ligatures.values()})
    font["maxp"].recalc(font)
    font.save(target)


for style in ("Regular", "Bold", "Italic"):
    name = f"NotoSerif-{style}.ttf"
    cut(os.path.join(sys.argv[1], name), os.path.join(sys.argv[2], name))
