"""Load the plan of a source as of a day: from the cache if these files were read before, else from the YAML."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from papi_cli import __version__
from papi_cli.plan.files.names import OPTIONAL_FILES, PLAN_FILES
from papi_cli.plan.model import Plan
from papi_cli.plan.packing import Opening, pack_opening, pack_plan, unpack_opening, unpack_plan
from papi_cli.plan.versions import PlanTurns, Version, turns_of
from papi_cli.problems import BrokenFiles, Failure, errors_of
from papi_cli.store.cache import CacheEntry, cache_entry, checksum_of
from papi_cli.store.locations import installation_time, is_checkout, module_sources
from papi_cli.store.reading import read_plan_files
from papi_cli.store.sources import RevisionSource, Source, folder_of
from papi_cli.text import LAST_DAY

if TYPE_CHECKING:
    from papi_cli.plan.files.records import Records
    from papi_cli.plan.files.yamltext import YamlDocument
    from papi_cli.plan.resolve.resolver import ResolvedFiles

# The rooms whose code decides what a plan's files resolve to. In a checkout their sources are part of the cache key.
CACHE_KEY_ROOMS = ("deadlines", "plan", "problems", "store", "text")


def open_plan(source: Source) -> PlanVersions:
    """Read the plan's files in a folder or revision, once for all days on which the plan is asked about.

    Raises BrokenFiles if the files do not resolve to a plan, Failure if they cannot be read or are those of a revision in
    the form of an earlier version, which nobody can rewrite.
    """
    return PlanVersions(source)


def load_plan(source: Source, day: date, known_at: datetime | None = None) -> Plan:
    """Return the plan of a source as `open_plan` does, of one day: `PlanVersions.on`."""
    return open_plan(source).on(day, known_at)


class PlanVersions:
    """The plan that the files of a source tell, by days. Nothing of the source is read after it was opened."""

    def __init__(self, source: Source) -> None:
        """Read the files and find the turns of the plan; raises as `open_plan` does."""
        self._source = source
        self._files = read_plan_files(source)
        self._plans: dict[Version, Plan] = {}
        self._turns = self._cached_turns() or self._resolved_turns()

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which the plan's days begin and end, the same on all of them."""
        return ZoneInfo(self._turns.time_zone)

    def on(self, day: date, known_at: datetime | None = None) -> Plan:
        """Return the plan as of a day, by the amendments recorded up to the instant `known_at`, None for all."""
        version = self._turns.version(day, known_at)
        if version not in self._plans:
            self._plans[version] = self._cached(version) or self._resolved(version)
        return self._plans[version]

    def records_on(self, day: date) -> Records:
        """Return the records of the files with all amendments that are in force on a day, from the YAML."""
        return self._resolved_files.on(day, None).records

    def _cached_turns(self) -> PlanTurns | None:
        # A plan changes every few weeks and is queried all day. Reading its YAML, with the imports that takes, is more
        # than half the time of `papi overdue`; a cached plan is back in milliseconds.
        content = self._entry().load()
        opening = unpack_opening(content) if content is not None else None
        if opening is None or not opening.turns.is_constant:
            return opening and opening.turns
        plan = self._unpacked(opening.plan)
        if plan is None:
            return None
        self._plans[opening.turns.version(LAST_DAY, None)] = plan
        return opening.turns

    def _resolved_turns(self) -> PlanTurns:
        """Return the turns of the plan that the YAML tells, and keep what was resolved for them.

        That is the last version, which most questions are about: a plan is looked at longest after its last turn.
        """
        plan = self._resolve(Version(LAST_DAY, None))
        turns = turns_of(plan)
        version = turns.version(LAST_DAY, None)
        self._plans[version] = plan
        packed = pack_plan(plan)
        if packed is not None and turns.is_constant:
            self._entry().save(pack_opening(Opening(turns, packed)))
        elif packed is not None:
            self._entry().save(pack_opening(Opening(turns, b"")))
            self._entry(version).save(packed)
        return turns

    def _cached(self, version: Version) -> Plan | None:
        content = self._entry(version).load()
        return self._unpacked(content) if content is not None else None

    def _unpacked(self, content: bytes) -> Plan | None:
        plan = unpack_plan(content)
        return plan if plan is not None and plan.fingerprint == self._files.fingerprint else None

    def _resolved(self, version: Version) -> Plan:
        plan = self._resolve(version)
        if (packed := pack_plan(plan)) is not None:
            self._entry(version).save(packed)
        return plan

    def _resolve(self, version: Version) -> Plan:
        """Return a version of the plan that the YAML tells; raises BrokenFiles and Failure as `open_plan` does."""
        resolution = self._resolved_files.on(*version)
        if resolution.plan is not None:
            return resolution.plan
        if isinstance(self._source, RevisionSource):
            self._refuse_older_form(self._source)
        raise BrokenFiles(errors_of(resolution.problems), folder_of(self._source))

    @cached_property
    def _resolved_files(self) -> ResolvedFiles:
        # Imported here because a cached plan needs neither pydantic nor ruamel.yaml.
        from papi_cli.plan.resolve.resolver import ResolvedFiles

        return ResolvedFiles(self._documents, fingerprint=self._files.fingerprint)

    @cached_property
    def _documents(self) -> Mapping[str, YamlDocument]:
        from papi_cli.store.parsing import parse_files

        documents = parse_files(self._files, PLAN_FILES, optional=OPTIONAL_FILES)
        if errors := errors_of(documents.problems):
            raise BrokenFiles(errors, folder_of(self._source))
        return documents.by_name

    def _refuse_older_form(self, source: RevisionSource) -> None:
        from papi_cli.plan.files.records import is_of_older_form

        if is_of_older_form(self._documents):
            raise Failure(
                f"Kế hoạch ở phiên bản «{source.revision}» viết theo dạng cũ, bản papi này không đọc được. Chọn một phiên bản "
                "lưu sau khi kế hoạch đã chuyển sang dạng mới."
            )

    def _entry(self, version: Version | None = None) -> CacheEntry:
        """Return the cache entry of these files, or of a version of the plan, as read by this program under this Python."""
        if self._key is None:
            return CacheEntry(None)
        parts = [part.isoformat().encode() if part else b"" for part in version or ()]
        return cache_entry([self._key, *parts], os.environ)

    @cached_property
    def _key(self) -> bytes | None:
        """The checksum of files and program; None if two programs cannot be told apart.

        The sizes are there because the fingerprint does not say where one file ends and the next begins. Versions of
        libraries are left out: a release that reads the same YAML differently would be a fault of the library.
        """
        sizes = ", ".join(f"{path} {len(raw)}" for path, raw in self._files.raw.items())
        try:
            program = list(_program_key())
        except OSError:
            # A checkout of byte code without sources, or a zipped package.
            return None
        return checksum_of([*program, sys.version.encode(), self._files.fingerprint.encode(), os.fsencode(sizes)])


def _program_key() -> Iterator[bytes]:
    """Yield what identifies this program: in a checkout its sources, else its version and time of installation.

    The time tells apart two builds of the same version, as after `git pull` and a second `pip install .`.
    """
    if is_checkout():
        yield from module_sources(CACHE_KEY_ROOMS)
    else:
        yield __version__.encode()
        yield b"%d" % installation_time()
