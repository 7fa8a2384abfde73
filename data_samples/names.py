"""Invented names, places and organisations: nobody can take them for real."""

from __future__ import annotations

from random import Random

_HEADS = (
    *("Thimble", "Quill", "Puddle", "Marmalade", "Bramble", "Crumpet", "Teapot", "Button"),
    *("Acorn", "Biscuit", "Snowdrop", "Trumpet", "Waffle"),
    *("Pickle", "Dandelion", "Muffin", "Hopscotch", "Gooseberry", "Rhubarb", "Tinsel", "Custard"),
)
_TAILS = (
    *("wick", "feather", "whistle", "shanks", "gander", "pocket", "bottle", "wobble"),
    *("trundle", "spoon", "kettle", "mitten", "twinkle", "nudge"),
)
_FIRST = (
    *("Posy", "Barnaby", "Clementine", "Peregrine", "Tansy", "Bartholomew", "Marigold", "Ptolemy"),
    *("Juniper", "Ignatius", "Fenella", "Montague", "Saffron", "Algernon", "Primrose", "Lysander"),
    *("Bluebell", "Cornelius", "Dulcie", "Octavian", "Hyacinth", "Thaddeus", "Pandora", "Rufus"),
    *("Philomena", "Jasper", "Ottoline", "Cosmo", "Araminta", "Fitzgerald", "Zinnia", "Horatio"),
)
_STREETS = ("Larkrise Loop", "Pepperpot Parade", "Windmill Wiggle", "Teacup Terrace", "Moon Mews")

SCHOOLS = ("Gooseberry Lane Primary", "Tumbledown Academy", "Willow-the-Wisp High")
CLINICS = ("Nightcap Surgery", "Hiccup Health Visitors")
CAMPS = ("Windmill Camp", "Custard Creek Outings")
RECIPIENTS = {
    "school liaison": SCHOOLS,
    "health services": CLINICS,
    "holiday activities": CAMPS,
}
POLICE = "Toytown Constabulary"
COUNCIL = "Marzipan Council"


def surnames(rng: Random) -> list[str]:
    """Every surname there is, each once, in some order."""
    names = [head + tail for head in _HEADS for tail in _TAILS]
    rng.shuffle(names)
    return names


def first_name(rng: Random) -> str:
    """A first name from a storybook."""
    return rng.choice(_FIRST)


def address(rng: Random) -> str:
    """A home address in a town that is not."""
    return f"{rng.randint(1, 99)} {rng.choice(_STREETS)}, Larkhaven"


def postcode(rng: Random) -> str:
    """A postcode that cannot be: no area is called ZZ."""
    return f"ZZ{rng.randint(1, 99)} {rng.randint(1, 9)}ZZ"
