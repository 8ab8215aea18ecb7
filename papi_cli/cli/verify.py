"""papi verify."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli import options
from papi_cli.cli.command import papi_command
from papi_cli.cli.options import Basis, Printing
from papi_cli.cli.output import give
from papi_cli.problems import ExitCode

_EXAMPLES = """
papi verify bao-cao.docx
papi verify bao-cao.docx --at v1
papi verify bao-cao.html --format json
"""


@papi_command("verify", examples=_EXAMPLES)
def command(
    file: Annotated[str, typer.Argument(metavar="TỆP", help="Văn bản đã lập: .docx, .html hoặc .md.")],
    printing: Printing,
    at: options.AtOption = None,
    plan: options.PlanOption = None,
) -> int:
    """Đối chiếu một văn bản đã lập với kế hoạch và sổ theo dõi hiện nay; thoát với mã 1 khi đã khác."""
    from papi_cli.cli.verifying import verify
    from papi_cli.views.reports import provenance

    finding, standing = verify(file, Basis(at=at, plan=plan))
    give(
        printing,
        page=lambda: provenance.finding_page(finding, file),
        rows=lambda: provenance.finding_rows(finding.differences),
        contract=lambda: provenance.finding_json(finding, standing),
    )
    return ExitCode.FINE if finding.same else ExitCode.FOUND
