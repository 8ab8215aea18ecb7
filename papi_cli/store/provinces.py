"""The provinces and cities of Vietnam with their communes, from `communes.tsv` beside this module.

The file tells its source and its day. Only a new plan needs it.
"""

from __future__ import annotations

from pathlib import Path

from papi_cli.plan.founding.places import PROVINCE_DIGITS, Place, Province

_LIST = Path(__file__).with_name("communes.tsv")


def provinces() -> tuple[Province, ...]:
    """Return all provinces and cities in the order of their codes."""
    read: list[tuple[Place, list[Place]]] = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        place = Place(*line.split("\t"))
        if len(place.code) == PROVINCE_DIGITS:
            read.append((place, []))
        else:
            read[-1][1].append(place)
    return tuple(Province(place, tuple(communes)) for place, communes in read)
