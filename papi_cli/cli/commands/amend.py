"""papi amend."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from papi_cli.cli.options import shared
from papi_cli.cli.options.amending import ChangeOptions, DocumentOptions
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse, RecordingRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papi_cli.plan.choices import AmendmentKind

_EXAMPLES = """
papi amend
papi amend --document 1234/QĐ-UBND --date {day} --drop {task}
papi amend qd-1234 --from du-thao.yaml --dry-run
papi amend qd-1234 --from du-thao.yaml --commit
"""


@papi_command("amend", examples=_EXAMPLES)
def command(
    code: Annotated[
        str | None,
        typer.Argument(metavar="TÊN", help="Tên tệp trong plan/amendments, không dấu; mặc định theo số, ký hiệu."),
    ] = None,
    *,
    document: DocumentOptions,
    changes: ChangeOptions,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="TỆP", help="Tệp YAML soạn sẵn, theo dạng của plan/amendments (plan/README.md)."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho xem tệp và điều sẽ thay đổi, không ghi.")] = False,
    commit: shared.CommitOption = False,
    plan: shared.PlanOption = None,
) -> int:
    """Ghi một văn bản sửa đổi, bổ sung kế hoạch: thời hạn, cơ quan, sản phẩm, nhiệm vụ thêm, bỏ, tách.

    Các tệp cũ giữ nguyên; từ ngày có hiệu lực thì tính theo nội dung mới, trước ngày ấy theo nội dung cũ.
    """
    from papi_cli.cli.clock import now
    from papi_cli.cli.committing import commit_written, tell_of_waiting, wants_commit
    from papi_cli.cli.drafting.amendment import DocumentWords
    from papi_cli.cli.drafting.effect import draft_file, effect_of, read_file
    from papi_cli.cli.output import print_page
    from papi_cli.cli.prompts import ask_whether, is_interactive
    from papi_cli.store.amendments import write_amendment
    from papi_cli.store.locations import current_folder, find_plan_folder
    from papi_cli.views.amending import amending_message, draft_page, effect_page, written_page

    commits = wants_commit(asked=commit, environment=os.environ)
    if from_ is not None and (any(document) or any(changes)):
        raise Misuse("--from lấy mọi điều từ tệp: không ghi cùng các tùy chọn nêu văn bản và nội dung sửa đổi.")
    found = find_plan_folder(plan, environment=os.environ, here=current_folder())
    found.refuse_writing()
    root = found.folder
    present = now(os.environ)
    if from_ is not None:
        new = read_file(root, code, from_, present)
    else:
        new = draft_file(root, code, DocumentWords(*document), _told(changes), present)
    # Printed first: what somebody answered is not lost if something in it is wrong.
    print_page(draft_page(new.path, new.text))
    effect = effect_of(root, new, present)
    print_page(effect_page(effect.amendment, effect.comparison))
    if dry_run:
        return ExitCode.OK
    if is_interactive() and not ask_whether(f"Ghi tệp {new.path}?"):
        raise RecordingRefusal("Chưa ghi gì.")
    write_amendment(root, new.code, new.text.encode(), while_waiting=tell_of_waiting)
    print_page(written_page(new.path, effect.amendment))
    if commits:
        commit_written(root, (new.path,), amending_message(effect.amendment))
    return ExitCode.OK


def _told(changes: ChangeOptions) -> Mapping[AmendmentKind, Sequence[str]]:
    """Return the changes that were given, by kind; what is added or split has no option."""
    from papi_cli.plan.choices import AmendmentKind

    return {kind: given for kind in AmendmentKind if (given := getattr(changes, kind.value, None))}
