"""One key for the many ways to write a name, and ids made from names."""

import re
from collections.abc import Container
from typing import Final

from nlu.normalise import fold

ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
MAX_ID: Final = 32
_DIGRAPH: Final = re.compile("([aou])e")
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def key(text: str) -> str:
    """What is left for comparing names: "Lütgen-Dortmund" and "luetgendortmund" are the same."""
    folded = _DIGRAPH.sub(r"\1", fold(text).replace("strasse", "str"))
    return "".join(c for c in folded if c.isalnum())


def new_id(taken: Container[str], *wishes: str) -> str:
    """An id made from the first wish that leaves letters or digits and is not taken; else with a number."""
    slugs = [slug for slug in map(_slug, wishes) if slug]
    for slug in slugs:
        if slug not in taken:
            return slug
    stem = slugs[0] if slugs else "area"
    number = 2 if slugs else 1
    while (numbered := f"{stem[: MAX_ID - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return numbered


def _slug(text: str) -> str:
    folded = fold(text.translate(_GERMAN))
    return re.sub("[^a-z0-9]+", "-", folded).strip("-")[:MAX_ID].strip("-")
