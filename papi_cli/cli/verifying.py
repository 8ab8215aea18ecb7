"""From a file to what it rests on, compared with plan and log."""

from __future__ import annotations

from pathlib import Path

from papi_cli.cli.options import Basis
from papi_cli.cli.request import ground
from papi_cli.documents.carried import read_carried
from papi_cli.problems import Failure
from papi_cli.store.reading import read_input
from papi_cli.views.reports.provenance import Finding, basis_of, verified
from papi_cli.views.reports.standing import Standing, stand


def verify(file: str, basis: Basis) -> tuple[Finding, Standing]:
    """Return what a document's own words come to; raises Failure for a file that carries none."""
    carried = read_carried(read_input(Path(file)))
    said = basis_of(carried.data) if carried else None
    if said is None:
        raise Failure(f"Tệp {file} không mang dữ liệu gốc mà papi ghi kèm, hoặc dữ liệu ấy đã hỏng.")
    found = ground(basis)
    period = next((one for one in found.plan.periods if one.id == said.period), None)
    if said.period and period is None:
        raise Failure(f"Kế hoạch không còn kỳ báo cáo «{said.period}» của văn bản, nên không đối chiếu được.")
    standing = stand(found.plan, found.events, as_of=said.as_of, known_at=said.limit, period=period)
    return verified(said, standing), standing
