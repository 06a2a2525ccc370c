"""One desktop per workspace: a second start raises the first window and ends."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 500
CALL = b"raise"


def channel(folder: Path) -> str:
    """Name of the local socket for a workspace folder."""
    digest = hashlib.sha256(str(folder.resolve()).casefold().encode()).hexdigest()
    return f"arcdesk-{digest[:24]}"


def call_first(folder: Path) -> bool:
    """Ask the desktop that has ``folder`` open to come to the front; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(channel(folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(CALL)
    sent = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return bool(sent)


class Instance(QObject):
    """Listens for second starts on the same workspace.

    Signals:
        raised(): somebody started the program again.
    """

    raised = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = channel(folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left behind by a killed process
            self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
