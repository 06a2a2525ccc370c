"""Ctrl+C in the terminal the desktop was started from: the window closes in order, without a traceback."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QApplication

STATUS = 130
"""Exit status of a program that was ended by Ctrl+C."""

MOST_BYTES = 4096


class _Pipe:
    """Both ends as file descriptors, none of which ever blocks."""

    def __init__(self) -> None:
        self.read_end, self.write_end = os.pipe()
        if sys.platform != "win32":  # there the pair of sockets is used
            for end in (self.read_end, self.write_end):
                os.set_blocking(end, False)

    def read(self) -> bytes:
        with contextlib.suppress(OSError):
            return os.read(self.read_end, MOST_BYTES)
        return b""

    def close(self) -> None:
        os.close(self.read_end)
        os.close(self.write_end)


class _SocketPair:
    """The same for Windows, where an event loop can wait for sockets only."""

    def __init__(self) -> None:
        import socket

        self._ends = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)
        self.read_end, self.write_end = (end.fileno() for end in self._ends)

    def read(self) -> bytes:
        with contextlib.suppress(OSError):
            return self._ends[0].recv(MOST_BYTES)
        return b""

    def close(self) -> None:
        for end in self._ends:
            end.close()


class Interrupt(QObject):
    """Turns SIGINT into the end of the program, as if every window had been closed.

    Python sees a signal only while it runs Python, and a resting window does not. So the
    signal is made to write a byte into a pipe (on Windows a socket), which wakes the event loop.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.happened = False
        self._listening = False

    def listen(self) -> None:
        """Take the signal over; ``stop`` gives it back. Only the main thread may."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._pipe = _SocketPair() if sys.platform == "win32" else _Pipe()
        self._old_handler = signal.signal(signal.SIGINT, _leave_it_to_the_loop)
        self._old_wake = signal.set_wakeup_fd(self._pipe.write_end, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._pipe.read_end, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._listening = True

    def stop(self) -> None:
        """Give the signal back."""
        if not self._listening:
            return
        self._listening = False
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_wake)
        signal.signal(signal.SIGINT, self._old_handler)
        self._pipe.close()

    @Slot()
    def _on_signal(self) -> None:
        if signal.SIGINT in self._pipe.read():
            self.happened = True
            QApplication.closeAllWindows()
            QCoreApplication.exit(STATUS)


def _leave_it_to_the_loop(_number: int, _frame: object) -> None:
    """The byte in the pipe says it all; without a handler Python would raise KeyboardInterrupt."""
