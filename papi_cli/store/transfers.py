"""What git, ssh and the other side say when a transfer fails, and what that means for the user."""

from __future__ import annotations

import re
from collections.abc import Mapping

from papi_cli.store.git_answers import GitAnswer

_UNREACHABLE = "Không kết nối được với nơi đặt kho: mất mạng, hoặc nơi ấy đang tắt."
_UNKNOWN_HOST = (
    "Máy này chưa biết khóa của máy chủ đặt kho: chạy «git fetch» ở cửa sổ dòng lệnh, đối chiếu khóa rồi trả lời yes."
)
_NOT_ALLOWED = (
    "Nơi đặt kho không nhận tài khoản, mật khẩu hay khóa của máy này: chạy «git fetch» ở cửa sổ dòng lệnh để đăng nhập, hoặc "
    "hỏi người quản trị kho."
)
_NOT_THERE = "Ở địa chỉ đã khai không có kho nào, hoặc tài khoản này không được vào: xem địa chỉ bằng «git remote -v»."
_PROTECTED = (
    "Nơi đặt kho không nhận vào nhánh này (nhánh được bảo vệ, hoặc kho có quy tắc riêng): gửi qua một nhánh khác rồi yêu cầu "
    "hợp nhất, hoặc hỏi người quản trị kho."
)
_CHECKED_OUT = "Kho bên kia đang mở chính nhánh này; nơi nhận phải là kho không có thư mục làm việc (git init --bare)."
_OVERTAKEN_EACH_TIME = "Nhiều người gửi cùng lúc."

# A phrase of git, ssh, curl or the other side → what papi says, by the first that is found.
_TROUBLES: Mapping[str, str] = {
    "Host key verification failed": _UNKNOWN_HOST,
    "Authentication failed": _NOT_ALLOWED,
    "Permission denied (": _NOT_ALLOWED,  # of ssh, with the ways that were tried
    "could not read Username": _NOT_ALLOWED,
    "could not read Password": _NOT_ALLOWED,
    "terminal prompts disabled": _NOT_ALLOWED,
    "Access denied": _NOT_ALLOWED,
    "returned error: 403": _NOT_ALLOWED,
    "branch is currently checked out": _CHECKED_OUT,
    "protected branch": _PROTECTED,
    "hook declined": _PROTECTED,
    "does not appear to be a git repository": _NOT_THERE,
    "epository not found": _NOT_THERE,
    "' not found": _NOT_THERE,
    "does not exist": _NOT_THERE,
    "Could not resolve": _UNREACHABLE,
    "onnection refused": _UNREACHABLE,
    "onnection reset": _UNREACHABLE,
    "onnection closed": _UNREACHABLE,
    "timed out": _UNREACHABLE,
    "unreachable": _UNREACHABLE,
    "No route to host": _UNREACHABLE,
    "unable to connect": _UNREACHABLE,
    "Failed to connect": _UNREACHABLE,
    "hung up": _UNREACHABLE,
    "RPC failed": _UNREACHABLE,
    "early EOF": _UNREACHABLE,
    "unable to access": _UNREACHABLE,
}
# Somebody else was faster: what there is has to be fetched first. Two that push at the same instant meet at the lock.
_OVERTAKEN = ("(fetch first)", "(non-fast-forward)", "cannot lock ref", "failed to update ref", "incorrect old value")


def is_overtaken(answer: GitAnswer) -> bool:
    """Return whether a push was refused because somebody else had sent something meanwhile."""
    return bool(answer.exit_code) and any(words in _said(answer) for words in _OVERTAKEN)


def trouble_of(answer: GitAnswer) -> str:
    """Return why a fetch or a push failed, as one sentence."""
    if is_overtaken(answer):
        return _OVERTAKEN_EACH_TIME
    said = _said(answer)
    known = next((sentence for words, sentence in _TROUBLES.items() if words in said), "")
    return known or f"git báo: {_last_words(answer)}"


def _said(answer: GitAnswer) -> str:
    """Return all that git said of a transfer; of `push --porcelain` the refusal stands in its answer."""
    return f"{answer.complaint}\n{answer.output.decode(errors='replace')}"


def _last_words(answer: GitAnswer) -> str:
    """Return what git said last of a transfer, without the password that an address may hold."""
    refused = [line for line in answer.output.decode(errors="replace").splitlines() if line.startswith("!")]
    words = refused[0].rpartition("\t")[2] if refused else answer.last_line
    return re.sub(r"//[^/@\s]*@", "//", words)
