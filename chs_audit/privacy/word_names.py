"""Names that are words, too: "Rose Hill" in a report may be a place, and "Will" a promise.

Every part of a name is looked up here, first names and surnames alike, in the form in which
texts are compared (see `folding`).
"""

from __future__ import annotations

_TEXT = """
abbey ace amber amity angel april archer ash august autumn baker banks barber barker bay bell
berry birch bird bishop black blue bond bow bridge brook brooks brown bull burns bush butler
cage carpenter carter case castle chance charity church clay clerk cliff cloud coffee cook
cotton crane crisp cross crown daisy dale dawn day dean dell destiny diamond duke earl early
east faith farmer fern field finch fisher fleet flint flower forest foster fox french frost
gardener gates gay gold good grace gray green grey grove hall hand harbour harmony hart harvest
haven hawk hazel head heath heather heaven hill holly home hood hope hunt hunter iris ivy jade
jasmine jewel joy june justice key king knight lake lamb lane lark law lawn lee lily little long
lord love major march mark marsh mason mat may meadow mercy mill miller moon moor new noble
north nurse oak olive page parish park patience pearl penny pepper piper poppy porter potter
power price prince prior queen rain read reed rich river rivers robin rock rose rowan ruby rush
sage sandy savage sharp shepherd short silver singer sky small smart snow sparks spring star
steel stone storm story street strong summer summers sun swan swift temple thorn tiger tower
town trinity unity valentine victor violet walker wall ward warden waters well wells west white
will willow winter wise wolf wood woods worth wren yard young
"""
WORDS = frozenset(_TEXT.split())
