"""Load the plan of a source: from the cache if these files were read before, else from the YAML."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from papi_cli import __version__
from papi_cli.plan.files.names import OPTIONAL_FILES, PLAN_FILES
from papi_cli.plan.model import Plan
from papi_cli.plan.packing import pack_plan, unpack_plan
from papi_cli.problems import BrokenFiles, Failure, Problem, errors_of
from papi_cli.store.cache import CacheEntry, cache_entry
from papi_cli.store.locations import installation_time, is_checkout, module_sources
from papi_cli.store.reading import PlanFiles, read_plan_files
from papi_cli.store.sources import RevisionSource, Source, folder_of

# The rooms whose code decides what a plan's files resolve to. In a checkout their sources are part of the cache key.
CACHE_KEY_ROOMS = ("deadlines", "plan", "problems", "store", "text")


def load_plan(source: Source) -> Plan:
    """Return the plan of a folder or revision, from the cache if the same files were read before.

    Raises BrokenFiles if the files do not resolve to a plan, Failure if they cannot be read or are those of a revision in
    the form of an earlier version, which nobody can rewrite.
    """
    files = read_plan_files(source)
    # A plan changes every few weeks and is queried all day. Reading its YAML, with the imports that takes, is more
    # than half the time of `papi overdue`; a cached plan is back in milliseconds.
    entry = _cache_entry(files)
    content = entry.load()
    if content is not None and (plan := unpack_plan(content)) is not None and plan.fingerprint == files.fingerprint:
        return plan
    resolved = _resolve_files(files)
    if not isinstance(resolved, Plan):
        if isinstance(source, RevisionSource) and _are_of_older_form(files):
            raise Failure(
                f"Kế hoạch ở phiên bản «{source.revision}» viết theo dạng cũ, bản papi này không đọc được. Chọn một phiên bản "
                "lưu sau khi kế hoạch đã chuyển sang dạng mới."
            )
        raise BrokenFiles(resolved, folder_of(source))
    if (packed := pack_plan(resolved)) is not None:
        entry.save(packed)
    return resolved


def _cache_entry(files: PlanFiles) -> CacheEntry:
    """Return the cache entry of these files, as read by this program under this Python.

    The sizes are there because the fingerprint does not say where one file ends and the next begins. Versions of
    libraries are left out: a release that reads the same YAML differently would be a fault of the library.
    """
    sizes = ", ".join(f"{path} {len(raw)}" for path, raw in files.raw.items())
    try:
        program = list(_program_key())
    except OSError:
        # A checkout of byte code without sources, or a zipped package: versions cannot be told apart.
        return CacheEntry(None)
    return cache_entry([*program, sys.version.encode(), files.fingerprint.encode(), os.fsencode(sizes)], os.environ)


def _program_key() -> Iterator[bytes]:
    """Yield what identifies this program: in a checkout its sources, else its version and time of installation.

    The time tells apart two builds of the same version, as after `git pull` and a second `pip install .`.
    """
    if is_checkout():
        yield from module_sources(CACHE_KEY_ROOMS)
    else:
        yield __version__.encode()
        yield b"%d" % installation_time()


def _resolve_files(files: PlanFiles) -> Plan | tuple[Problem, ...]:
    """Return the plan or, if the files do not resolve to one, their errors."""
    # Imported here because a cached plan needs neither pydantic nor ruamel.yaml.
    from papi_cli.plan.resolve.resolver import resolve
    from papi_cli.store.parsing import parse_files

    documents = parse_files(files, PLAN_FILES, optional=OPTIONAL_FILES)
    return errors_of(documents.problems) or resolve(documents.by_name, fingerprint=files.fingerprint)


def _are_of_older_form(files: PlanFiles) -> bool:
    from papi_cli.plan.files.records import is_of_older_form
    from papi_cli.store.parsing import parse_files

    return is_of_older_form(parse_files(files, PLAN_FILES, optional=OPTIONAL_FILES).by_name)
