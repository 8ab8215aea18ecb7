"""The plan of a source: read from its files, or as it was kept when the same files were read before."""

from __future__ import annotations

import os
import sys

from papi_cli.plan.model import Plan
from papi_cli.plan.packing import MAKERS, pack, unpack
from papi_cli.problems import BrokenFiles, errors_of
from papi_cli.store.cache import Place, place_of
from papi_cli.store.places import program_text
from papi_cli.store.reading import PlanFiles, read_plan
from papi_cli.store.sources import Source


def plan_of(source: Source) -> Plan:
    """Return the plan of a folder or revision, read or as it was kept when these files were last read.

    Raises BrokenFiles when it cannot be resolved, Failure when the files are unreadable.
    """
    files = read_plan(source)
    # A plan changes once in weeks and is asked about all day. To read its YAML takes, with what that imports, more than
    # half of `papi overdue`; a plan that is kept under the fingerprint of these files is the same one in milliseconds.
    place = _place(files)
    kept = place.recall()
    if kept is not None and (plan := unpack(kept)) is not None and plan.fingerprint == files.fingerprint:
        return plan
    plan = _resolved(files)
    if (packed := pack(plan)) is not None:
        place.keep(packed)
    return plan


def _place(files: PlanFiles) -> Place:
    """Return where the plan of these files is kept: as these sources of the program, under this Python, read it.

    The fingerprint alone does not tell where one file ends. Libraries do not count: a release of theirs that reads the
    same YAML otherwise would be a fault.
    """
    sizes = ", ".join(f"{path} {len(raw)}" for path, raw in files.raw.items())
    try:
        key = [*program_text(MAKERS), sys.version.encode(), files.fingerprint.encode(), os.fsencode(sizes)]
    except OSError:
        # Byte code without sources: nothing tells one version from another.
        return Place(None)
    return place_of(key, os.environ)


def _resolved(files: PlanFiles) -> Plan:
    # Only where the plan is not kept are pydantic and ruamel.yaml needed.
    from papi_cli.plan.files.records import FILES, OPTIONAL_FILES
    from papi_cli.plan.resolve.resolver import resolve
    from papi_cli.store.documents import documents_of

    documents = documents_of(files, FILES, optional=OPTIONAL_FILES)
    plan = errors_of(documents.problems) or resolve(documents.by_name, fingerprint=files.fingerprint)
    if not isinstance(plan, Plan):
        raise BrokenFiles(plan)
    return plan
