"""Made-up names: first names and last names drawn apart, never a real pair."""

import random

_FIRST_TEXT = (
    "Ada Abel Aisha Amir Anya Arlo Bea Benji Bianca Bo Cal Cara Chidi Cleo Cruz Dani "
    "Davi Dora Eli Elsa Emre Esme Ezra Farah Felix Fern Gabe Gia Gus Hana Hugo Ida "
    "Ines Iris Ivan Jada Jai Joel June Kai Kian Kira Lana Lars Leo Lina Luz Mae Malik "
    "Mara Milo Mina Nadia Nico Noor Nora Omar Otis Paz Pia Quinn Rafi Remy Rhea Rosa "
    "Ruben Sami Sara Seth Sol Taj Tess Theo Tia Uma Vera Viv Wes Willa Yara Yusuf Zara "
    "Zeke Zoe"
)
FIRST = tuple(_FIRST_TEXT.split())
_LAST_TEXT = (
    "Abbott Acker Baker Barlow Bellamy Birch Brook Calder Cedar Clay Coast Cole Cove "
    "Dale Delgado Dell Dune East Elm Ferry Field Finch Ford Frost Glen Gray Grove Hale "
    "Harbor Hawk Hazel Heath Hill Holt Ivy Jay Keen Lake Lark Linden Lock Lowe Marsh "
    "Mead Mill Moss North Oak Oriole Park Pine Pond Quill Rain Reed Ridge River Rook "
    "Sage Shore Slate Snow Stone Swift Teal Thorn Tide Vale Ward Wells West Wick Wren "
    "Yardley York"
)
LAST = tuple(_LAST_TEXT.split())


def student_name(rng: random.Random) -> str:
    """Draw a first name and an initial."""
    return f"{rng.choice(FIRST)} {rng.choice(LAST)[0]}."


def adult_names(rng: random.Random, count: int) -> list[str]:
    """Draw that many different full names."""
    pairs = [f"{first} {last}" for first in FIRST for last in LAST]
    return rng.sample(pairs, count)
