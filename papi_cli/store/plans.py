"""The plan of a source: read from its files, or as it was kept when the same files were read before."""

from __future__ import annotations

import os
import sys

from papi_cli.plan.model import Plan
from papi_cli.plan.packing import CACHE_KEY_ROOMS, pack_plan, unpack_plan
from papi_cli.problems import BrokenFiles, errors_of
from papi_cli.store.cache import CacheEntry, cache_entry
from papi_cli.store.locations import module_sources
from papi_cli.store.reading import PlanFiles, read_plan_files
from papi_cli.store.sources import Source


def load_plan(source: Source) -> Plan:
    """Return the plan of a folder or revision, read or as it was kept when these files were last read.

    Raises BrokenFiles when it cannot be resolved, Failure when the files are unreadable.
    """
    files = read_plan_files(source)
    # A plan changes once in weeks and is asked about all day. To read its YAML takes, with what that imports, more than
    # half of `papi overdue`; a plan that is kept under the fingerprint of these files is the same one in milliseconds.
    place = _cache_entry(files)
    kept = place.load()
    if kept is not None and (plan := unpack_plan(kept)) is not None and plan.fingerprint == files.fingerprint:
        return plan
    plan = _resolve_files(files)
    if (packed := pack_plan(plan)) is not None:
        place.save(packed)
    return plan


def _cache_entry(files: PlanFiles) -> CacheEntry:
    """Return where the plan of these files is kept: as these sources of the program, under this Python, read it.

    The fingerprint alone does not tell where one file ends. Libraries do not count: a release of theirs that reads the
    same YAML otherwise would be a fault.
    """
    sizes = ", ".join(f"{path} {len(raw)}" for path, raw in files.raw.items())
    try:
        key = [*module_sources(CACHE_KEY_ROOMS), sys.version.encode(), files.fingerprint.encode(), os.fsencode(sizes)]
    except OSError:
        # Byte code without sources: nothing tells one version from another.
        return CacheEntry(None)
    return cache_entry(key, os.environ)


def _resolve_files(files: PlanFiles) -> Plan:
    # Only where the plan is not kept are pydantic and ruamel.yaml needed.
    from papi_cli.plan.files.records import FILE_MODELS, OPTIONAL_FILES
    from papi_cli.plan.resolve.resolver import resolve
    from papi_cli.store.parsing import parse_files

    documents = parse_files(files, FILE_MODELS, optional=OPTIONAL_FILES)
    plan = errors_of(documents.problems) or resolve(documents.by_name, fingerprint=files.fingerprint)
    if not isinstance(plan, Plan):
        raise BrokenFiles(plan)
    return plan
