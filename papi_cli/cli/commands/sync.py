"""papi sync."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from papi_cli.cli.options.shared import PlanOption
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Failure

_EXAMPLES = """
papi record --from bang.xlsx --commit
papi sync
"""


@papi_command("sync", examples=_EXAMPLES)
def command(plan: PlanOption = None) -> int:
    """Nhận và gửi các lần ghi qua kho git chung: lấy về, gộp, gửi đi.

    Sổ theo dõi gộp được mà không xung đột. Hai người cùng sửa một chỗ của kế hoạch thì lệnh nêu tên tệp, hoàn lại như trước
    khi gộp và để người xem cả hai bản. Mất mạng thì không mất gì: chạy lại khi có mạng.
    """
    from papi_cli.cli.committing import commands_to_commit, tell_of_waiting
    from papi_cli.cli.output import print_page
    from papi_cli.cli.prompts import is_interactive
    from papi_cli.cli.screen import print_stderr
    from papi_cli.store.locations import LOG_FOLDER, current_folder, find_plan_folder
    from papi_cli.store.syncing import refuse_empty_clone, synchronize
    from papi_cli.views.page import Paragraph
    from papi_cli.views.saving import Traffic, failed_sync_sentence, sync_sentence, unsaved_sentence

    found = find_plan_folder(plan, environment=os.environ, here=current_folder())
    if found.is_out_of_reach:
        refuse_empty_clone(current_folder())
    found.refuse_writing()
    may_ask = is_interactive()
    if may_ask:
        print_stderr("Đang nhận và gửi qua kho git chung (Ctrl-C để dừng) …")
    exchange = synchronize(found.folder, may_ask=may_ask, while_waiting=tell_of_waiting)
    received = Traffic(exchange.received, exchange.received_commits, exchange.plan_files)
    if exchange.uncommitted:
        command_line = commands_to_commit(found.folder, [LOG_FOLDER], "Ghi kết quả")
        print_stderr(unsaved_sentence(exchange.uncommitted, command_line))
    if exchange.received or exchange.plan_files:
        _tell_problems(found.folder, exchange.exchanged)
    if exchange.trouble:
        unsent = Traffic(exchange.unsent, exchange.unsent_commits)
        raise Failure(
            failed_sync_sentence(
                exchange.remote, exchange.trouble, received=received, unsent=unsent, is_fetched=exchange.is_fetched
            )
        )
    sent = Traffic(exchange.sent, exchange.sent_commits)
    print_page((Paragraph(sync_sentence(exchange.remote, received=received, sent=sent)),))
    return ExitCode.OK


def _tell_problems(folder: Path, exchanged: Container[str]) -> None:
    """Say on stderr how many errors there are now, and warnings about the files of the log that were exchanged.

    What cannot be read is told and fails nothing.
    """
    from papi_cli.cli.checking import check_folder
    from papi_cli.cli.screen import print_stderr
    from papi_cli.problems import Severity, errors_of
    from papi_cli.views.saving import merged_problems_sentence

    try:
        problems = check_folder(folder, None).problems
    except Failure as failure:
        print_stderr(failure)
        return
    # A received recording and one of ours may contradict each other: the warning stands at the later one.
    new = [problem for problem in problems if problem.severity is Severity.WARNING and problem.file in exchanged]
    if sentence := merged_problems_sentence(len(errors_of(problems)), len(new)):
        print_stderr(sentence)
