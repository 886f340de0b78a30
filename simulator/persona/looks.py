"""How the patient is drawn: what a passer-by would see, apart from face and posture, which follow the affect."""

from __future__ import annotations

from typing import Literal

from simulator.codes import Frozen


class Looks(Frozen):
    """What is drawn. All of it is the same at every moment of the encounter."""

    skin: Literal["pale", "fair", "olive", "tan", "brown", "dark"] = "fair"
    hair: Literal["bald", "thinning", "short", "curly", "cropped", "braids", "bob", "long", "bun"] = "short"
    hair_colour: Literal["black", "brown", "auburn", "blond", "grey", "white"] = "brown"
    headwear: Literal["none", "headscarf", "cap"] = "none"
    glasses: bool = False
    facial_hair: Literal["none", "stubble", "moustache", "beard"] = "none"
    build: Literal["slight", "medium", "broad"] = "medium"
    clothing: Literal["jacket", "coat", "shirt", "jumper", "cardigan", "blouse", "gown", "tunic"] = "jumper"
    clothing_colour: Literal["blue", "green", "grey", "red", "ochre", "purple", "brown", "white"] = "blue"
    in_hands: Literal["none", "folder", "cap", "bag", "ring", "phone", "tissue"] = "none"
    """What the hands hold or touch; drawn only where hands are seen."""
