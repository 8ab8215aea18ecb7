"""papi verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.options import shared
from papi_cli.cli.options.shared import InputOptions, PrintOptions
from papi_cli.cli.output import print_view
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode

if TYPE_CHECKING:
    from papi_cli.views.reports import provenance
    from papi_cli.views.reports.snapshot import ReportBasis

_EXAMPLES = """
papi verify bao-cao.docx
papi verify bao-cao.docx --at v1
papi verify bao-cao.html --format json
"""


@papi_command("verify", examples=_EXAMPLES)
def command(
    file: Annotated[str, typer.Argument(metavar="TỆP", help="Văn bản đã lập: .docx, .html hoặc .md.")],
    printing: PrintOptions,
    at: shared.AtOption = None,
    plan: shared.PlanOption = None,
) -> int:
    """Đối chiếu một văn bản đã lập với kế hoạch và sổ theo dõi hiện nay; thoát với mã 1 khi đã khác."""
    from papi_cli.views.reports import provenance

    finding, standing = _compare(file, InputOptions(at=at, plan=plan))
    print_view(
        printing,
        page=lambda: provenance.verification_page(finding, file),
        rows=lambda: provenance.verification_rows(finding.differences),
        contract=lambda: provenance.verification_json(finding, standing),
    )
    return ExitCode.OK if finding.is_unchanged else ExitCode.FOUND


def _compare(file: str, basis: InputOptions) -> tuple[provenance.Verification, ReportBasis]:
    """Return what a document's own words come to; raises Failure for a file that carries none."""
    from papi_cli.cli.request import load_inputs
    from papi_cli.documents.metadata import read_metadata
    from papi_cli.problems import Failure
    from papi_cli.store.reading import read_input_file
    from papi_cli.views.reports.provenance import compare_provenance, read_provenance
    from papi_cli.views.reports.snapshot import build_report_basis

    carried = read_metadata(read_input_file(Path(file)))
    said = read_provenance(carried.data) if carried else None
    if said is None:
        raise Failure(f"Tệp {file} không mang dữ liệu gốc mà papi ghi kèm, hoặc dữ liệu ấy đã hỏng.")
    found = load_inputs(basis)
    period = next((one for one in found.plan.periods if one.id == said.period), None)
    if said.period and period is None:
        raise Failure(f"Kế hoạch không còn kỳ báo cáo «{said.period}» của văn bản, nên không đối chiếu được.")
    standing = build_report_basis(found.plan, found.events, as_of=said.as_of, known_at=said.known_until, period=period)
    return compare_provenance(said, standing), standing
