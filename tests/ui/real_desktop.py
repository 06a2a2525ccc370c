"""A desktop of one's own for a test: a bus, a screen and a notification daemon in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PROGRAMS = ("dbus-daemon", "Xvfb", "dunst", "dunstctl")
SERVICE = "org.freedesktop.Notifications"
WAIT_SECONDS = 15
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""


def missing() -> str:
    """The programs that are not on this machine, "" where all are."""
    return ", ".join(name for name in PROGRAMS if shutil.which(name) is None)


class RealDesktop:
    """Bus and screen run while the block does; the daemon is started and killed as the test likes."""

    def __init__(self, folder: Path, leaving: ExitStack) -> None:
        self._leaving = leaving
        self._folder = folder
        socket = folder / "bus"
        config = folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=socket), encoding="utf-8")
        self.environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        self._start("dbus-daemon", f"--config-file={config}", "--nofork")
        until(socket.exists)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.address = f"unix:path={socket}"
        self.environment["DISPLAY"] = f":{self._screen()}"
        self._daemon: subprocess.Popen[bytes] | None = None

    def start_daemon(self) -> None:
        """Start dunst and wait until it has its name on the bus."""
        self._daemon = self._start("dunst")
        until(lambda: self.ctl("is-paused").strip() == "false")

    def kill_daemon(self) -> None:
        """End dunst as a crash does."""
        assert self._daemon is not None
        self._daemon.kill()
        self._daemon.wait(WAIT_SECONDS)

    def ctl(self, *words: str) -> str:
        """Ask the daemon by its own program."""
        command = ["dunstctl", *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, timeout=WAIT_SECONDS, check=False
        )
        return done.stdout.decode("utf-8", "replace")

    def _screen(self) -> str:
        reading, writing = os.pipe()
        self._start("Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as answer:
            return answer.readline().strip()

    def _start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=self.environment, stdout=quiet, stderr=quiet, stdin=quiet, pass_fds=pass_fds
        )

        def end() -> None:
            if process.poll() is None:
                process.kill()
            process.wait(WAIT_SECONDS)

        self._leaving.callback(end)
        return process


@contextmanager
def real_desktop(folder: Path) -> Iterator[RealDesktop]:
    """Bus and screen, ended with the block."""
    with ExitStack() as leaving:
        yield RealDesktop(folder, leaving)


def until(condition: Callable[[], bool]) -> None:
    """Wait for another process: there is nothing to listen to, so it is asked every few milliseconds."""
    last = time.monotonic() + WAIT_SECONDS
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < last, "the other process did not answer in time"
        pause.wait(0.02)


@contextmanager
def tiny_daemon(address: str, *, press: str = "", is_deaf: bool = False) -> Iterator[list[dict[str, Any]]]:
    """A notification daemon on a thread: keeps what it is told to show, and presses a button of it.

    A deaf one has the name and answers nothing.
    """
    from jeepney import HeaderFields, MessageType, message_bus, new_method_return
    from jeepney.io.blocking import open_dbus_connection

    kept: list[dict[str, Any]] = []
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(SERVICE))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                call = connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if call.header.message_type is not MessageType.method_call or is_deaf:
                continue
            if call.header.fields[HeaderFields.member] == "GetCapabilities":
                connection.send(new_method_return(call, "as", (["body", "actions"],)))
                continue
            kept.append({"title": call.body[3], "text": call.body[4], "actions": call.body[5]})
            number = len(kept)
            connection.send(new_method_return(call, "u", (number,)))
            if press:
                connection.send(_pressed(number, press))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield kept
    finally:
        ended.set()
        thread.join(WAIT_SECONDS)
        connection.close()


def forge(address: str, number: int, action: str) -> None:
    """Say on the bus, as nobody in particular, that a button was pressed."""
    from jeepney.io.blocking import open_dbus_connection

    with open_dbus_connection(address) as connection:
        connection.send(_pressed(number, action))


def _pressed(number: int, action: str) -> Any:
    from jeepney import DBusAddress, new_signal

    where = DBusAddress("/org/freedesktop/Notifications", interface=SERVICE)
    return new_signal(where, "ActionInvoked", "us", (number, action))
