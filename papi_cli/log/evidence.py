"""What is found where events say that their evidence lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papi_cli.log.events import Evidence


class EvidenceFiles(NamedTuple):
    """The files that evidence names, by path, and the evidence whose file differs from what was recorded in line ends only.

    `checksums` has the SHA-256 of each, None if it is missing; `unreadable` why the system refuses it, of each that it
    refuses. In `turned` git has most likely turned the line ends, as it does on Windows (core.autocrlf).
    """

    checksums: Mapping[str, str | None]
    unreadable: Mapping[str, str]
    turned: frozenset[Evidence]

    @property
    def paths(self) -> frozenset[str]:
        """Every path that evidence names."""
        return frozenset({*self.checksums, *self.unreadable})


NO_EVIDENCE = EvidenceFiles({}, {}, frozenset())
