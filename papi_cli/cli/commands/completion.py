"""papi completion."""

from __future__ import annotations

from typing import Annotated

import typer

from papi_cli.cli.completion.question import Offer, Shell, Suggestion, offers
from papi_cli.cli.completion.shells import completion_script
from papi_cli.cli.options import shared
from papi_cli.cli.output import print_or_write
from papi_cli.cli.program.command import papi_command
from papi_cli.problems import ExitCode, Misuse
from papi_cli.text import nfc


def _suggest_shells(ctx: typer.Context) -> list[Offer]:
    return offers(ctx, [Suggestion(shell, "") for shell in Shell])


ShellArgument = Annotated[
    str, typer.Argument(metavar="TRÌNH_LỆNH", help="bash, zsh, fish hoặc powershell.", autocompletion=_suggest_shells)
]

_EXAMPLES = """
papi completion bash > ~/.local/share/bash-completion/completions/papi
papi completion zsh > ~/.zfunc/_papi
papi completion fish > ~/.config/fish/completions/papi.fish
papi completion powershell -o papi-completion.ps1
"""


@papi_command("completion", examples=_EXAMPLES)
def command(shell: ShellArgument, output: shared.OutputOption = None) -> int:
    """In tập lệnh để phím Tab điền nốt tên lệnh, tùy chọn, tên và mã cơ quan, mã việc.

    Ghi kết quả vào tệp như các ví dụ dưới đây (thư mục chưa có thì tạo bằng mkdir -p), rồi mở cửa sổ dòng lệnh mới.

    bash cần gói bash-completion; không có gói ấy thì thêm vào ~/.bashrc dòng «source <(papi completion bash)».

    zsh cần thêm vào ~/.zshrc dòng «fpath+=(~/.zfunc); autoload -Uz compinit; compinit».

    PowerShell cần thêm vào tệp $PROFILE dòng «. "ĐƯỜNG_DẪN_TỚI_TỆP"», với tệp ghi bằng -o (đừng dùng «>»).

    Cách cài cũng ghi ở đầu mỗi tập lệnh.
    """
    if shell not in list(Shell):
        raise Misuse(f"Không có tập lệnh cho «{nfc(shell)}». Có: {', '.join(Shell)}.")
    print_or_write(completion_script(Shell(shell)).encode(), output)
    return ExitCode.OK
