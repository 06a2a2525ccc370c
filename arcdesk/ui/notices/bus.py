"""Notices by the bus of the desktop (org.freedesktop.Notifications), each with an id and buttons of its own.

Everything runs on the thread of the window: what is sent is small, and what comes back is read when
the socket has it. A daemon that hangs, dies or comes back keeps nothing waiting.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from arcdesk import resources
from arcdesk.ui.notices.notice import OPEN, action_text

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

    from arcdesk.ui.notices.notice import Toast, Told

SERVICE, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
ANSWER_MS = 5_000
CONNECT_SECONDS = 1.0
NORMAL = 1
AS_THE_DESKTOP_LIKES = -1
DEFAULT = "default"
"""The action of a click on the notice itself."""

Answer = Callable[[tuple[Any, ...] | None], object]
"""Gets the body of the reply; None for an error or no reply in time."""


class BusNotifier(QObject):
    """The notification daemon of the session, where there is one.

    Signals:
        acted(Toast, str): a notice was clicked, or a button of it pressed.
    """

    acted = Signal(object, str)
    name = "bus"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: DBusConnection | None = None
        self._socket: QSocketNotifier | None = None
        self._waiting: dict[int, tuple[Answer, QTimer]] = {}
        self._shown: dict[int, Toast] = {}
        self._abilities: frozenset[str] = frozenset()

    def is_available(self) -> bool:
        """Whether a daemon has the name on the bus, or the bus would start one."""
        if self._bus is None and not self._connect():
            return False
        return self._has_daemon()

    def show_notice(self, toast: Toast, told: Told) -> None:
        """Send the notice; ``told`` hears what the daemon answered, or that it did not within five seconds."""
        if self._bus is None:
            told(False)
            return
        can = self._abilities
        text = html.escape(toast.text, quote=False) if "body-markup" in can else toast.text
        actions: list[str] = []
        if "actions" in can:
            for action in (OPEN, *toast.actions):
                actions += [DEFAULT if action == OPEN else action, action_text(action)]
        icon = resources.path("icons", "arcdesk.svg").as_uri()
        hints = {"urgency": ("y", NORMAL), "desktop-entry": ("s", "arcdesk")}
        body = ("ArcDesk", 0, icon, toast.title, text, actions, hints, AS_THE_DESKTOP_LIKES)
        self._call("Notify", "susssasa{sv}i", body, partial(self._on_taken, toast, told))

    def close(self) -> None:
        """Leave the bus; what is shown stays with the daemon."""
        if self._socket is not None:
            self._socket.setEnabled(False)
            self._socket.deleteLater()
            self._socket = None
        if self._bus is not None:
            with suppress(OSError):
                self._bus.close()
            self._bus = None
        self._shown.clear()
        for answer, timer in list(self._take_waiting()):
            timer.stop()
            answer(None)

    def _take_waiting(self) -> list[tuple[Answer, QTimer]]:
        waiting, self._waiting = list(self._waiting.values()), {}
        return waiting

    def _on_taken(self, toast: Toast, told: Told, body: tuple[Any, ...] | None) -> None:
        if body and isinstance(body[0], int):
            self._shown[body[0]] = toast
        told(bool(body))

    # The bus --------------------------------------------------------------------------------

    def _connect(self) -> bool:
        address = bus_address()
        if not address:
            return False
        try:
            from jeepney import MatchRule, message_bus
            from jeepney.io.blocking import open_dbus_connection

            bus = self._bus = open_dbus_connection(address, auth_timeout=CONNECT_SECONDS)
            of_daemon = MatchRule(type="signal", sender=SERVICE, interface=SERVICE, path=PATH)
            of_owner = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
            of_owner.add_arg_condition(0, SERVICE)
            for rule in (of_daemon, of_owner):
                bus.send(message_bus.AddMatch(rule))
        except Exception:  # noqa: BLE001 - no bus, a wrong address, a stranger's bus: there are no notices, that is all
            self.close()
            return False
        self._socket = QSocketNotifier(bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._socket.activated.connect(self._on_readable)
        return True

    def _has_daemon(self) -> bool:
        from jeepney import message_bus

        for question in (message_bus.NameHasOwner(SERVICE), message_bus.ListActivatableNames()):
            body = self._ask_now(question)
            if body and (body[0] is True or (isinstance(body[0], list) and SERVICE in body[0])):
                if not self._abilities:
                    # a daemon that is up answers at once; a slow one gets its notices without buttons
                    self._read_until(self._call("GetCapabilities", "", (), self._on_abilities))
                return self._bus is not None
        return False

    def _ask_now(self, question: Any) -> tuple[Any, ...] | None:
        """Ask the bus itself, which answers at once or is gone; None for an error."""
        return self._read_until(self._send(question))

    def _on_abilities(self, body: tuple[Any, ...] | None) -> None:
        self._abilities = frozenset(body[0] if body else ())

    def _call(self, member: str, signature: str, body: tuple[Any, ...], answer: Answer) -> int | None:
        from jeepney import DBusAddress, new_method_call

        call = new_method_call(DBusAddress(PATH, SERVICE, SERVICE), member, signature or None, body)
        serial = self._send(call)
        if serial is None:
            answer(None)
            return None
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(partial(self._answered, serial, None))
        timer.start(ANSWER_MS)
        self._waiting[serial] = (answer, timer)
        return serial

    def _send(self, message: Any) -> int | None:
        if self._bus is None:
            return None
        serial = next(self._bus.outgoing_serial)
        try:
            self._bus.send(message, serial=serial)
        except OSError:
            self.close()
            return None
        return int(serial)

    def _read_until(self, serial: int | None) -> tuple[Any, ...] | None:
        """Read until the reply to ``serial`` came, a second at most for each message."""
        while serial is not None and self._bus is not None:
            message = self._receive(CONNECT_SECONDS)
            if message is None:
                return None
            if self._take(message) == serial:
                return _body(message)
        return None

    def _receive(self, seconds: float) -> Any:
        """The next message; None where none came, and after the bus went away."""
        if self._bus is None:
            return None
        try:
            return self._bus.receive(timeout=seconds)
        except TimeoutError:
            return None
        except Exception:  # noqa: BLE001 - the bus ended, or sent what is no message: connect anew next time
            self.close()
            return None

    def _on_readable(self) -> None:
        while (message := self._receive(0)) is not None:
            self._take(message)

    def _take(self, message: Any) -> int:
        """Deal with a message; the serial it replies to, 0 for a signal."""
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.signal:
            self._on_signal(str(fields.get(HeaderFields.member, "")), message.body)
            return 0
        serial = int(fields.get(HeaderFields.reply_serial, 0))
        self._answered(serial, _body(message))
        return serial

    def _answered(self, serial: int, body: tuple[Any, ...] | None) -> None:
        waiting = self._waiting.pop(serial, None)
        if waiting is not None:
            answer, timer = waiting
            timer.stop()
            timer.deleteLater()
            answer(body)

    def _on_signal(self, member: str, body: tuple[Any, ...]) -> None:
        if member == "NameOwnerChanged" and len(body) == 3 and body[0] == SERVICE:
            self._shown.clear()  # a new daemon counts from one again
            self._abilities = frozenset()
        elif member == "NotificationClosed" and body:
            self._shown.pop(body[0], None)
        elif member == "ActionInvoked" and len(body) == 2:
            toast = self._shown.get(body[0])
            if toast is not None:
                self.acted.emit(toast, OPEN if body[1] == DEFAULT else str(body[1]))


def bus_address() -> str:
    """Where the session's bus is: what the environment says, else the user's own socket; "" without either."""
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if named:
        return named
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    socket_path = os.path.join(folder, "bus")  # noqa: PTH118 - an address, not a file we open
    return f"unix:path={socket_path}" if folder and os.path.exists(socket_path) else ""  # noqa: PTH110


def _body(message: Any) -> tuple[Any, ...] | None:
    from jeepney import MessageType

    is_reply = message.header.message_type is MessageType.method_return
    return tuple(message.body) if is_reply else None
