"""The program phones nobody: one module alone may open a connection, to the host that was configured."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "arcdesk"
NETWORK = {
    "socket", "ssl", "smtplib", "http", "urllib", "ftplib", "imaplib", "poplib", "asyncio", "xmlrpc", "socketserver",
    "telnetlib", "requests", "httpx", "webbrowser",
}  # fmt: skip
QT_NETWORK = {"PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineWidgets"}
ALLOWED = {
    "services/mail_transport.py": {"socket", "ssl", "smtplib"},  # to the mail server of the account, when told to
    "ui/interrupt.py": {"socket"},  # a pair of sockets within this process
    "ui/single_instance.py": {"PySide6.QtNetwork"},  # a local pipe to the first window
}


def test_only_the_mail_transport_opens_connections() -> None:
    found = {
        (where, name)
        for file in sorted(PACKAGE.rglob("*.py"))
        for where in [file.relative_to(PACKAGE).as_posix()]
        for name in _imported(file)
        if (name in QT_NETWORK or name.split(".")[0] in NETWORK) and name not in ALLOWED.get(where, set())
    }
    assert not {(where, name) for where, name in found if not name.startswith("urllib.parse")}


def _imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
