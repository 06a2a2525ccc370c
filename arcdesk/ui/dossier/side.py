"""The side column of the dossier: the portrait, people with one-click copy, what is planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.customers import Person
from arcdesk.services.followups import FollowUpLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier.portrait import PortraitPart
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import AUTHORITIES
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import XS, L, M
from arcdesk.ui.widgets import SectionLabel, button, clear_layout, icon_button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

AUTHORITY_TONES = {"final": "good", "partial": "warn", "none": "muted"}


class DossierSide(QWidget):
    """Portrait, people, follow-ups and notes of one customer.

    Signals:
        person_edited: the Person to change, or None for a new one.
        follow_up_done, follow_up_moved: FollowUpLine.
    """

    person_edited = Signal(object)
    follow_up_done = Signal(object)
    follow_up_moved = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("side_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.portrait = PortraitPart(context)
        self.portrait.hide()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(L, M, L, M)
        column.setSpacing(M)
        column.addWidget(self.portrait)
        self._box = QVBoxLayout()
        self._box.setSpacing(XS)
        column.addLayout(self._box, 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show the people and plans of ``data``."""
        clear_layout(self._box)
        self.portrait.show_dossier(data, can_write=can_write)
        self.portrait.show()
        self._head(tr("People"), "person_add", tr("Add a person"), self._add_person, enabled=can_write)
        for person in data.people:
            self._box.addWidget(self._person(person, can_write=can_write))
        if not data.people:
            nobody = tr("Nobody entered yet. Add whom you call, and how far he decides.")
            self._box.addWidget(label(nobody, "muted", wrap=True))
        self._box.addSpacing(M)
        self._box.addWidget(SectionLabel(tr("Planned follow-ups")))
        for line in data.follow_ups:
            self._box.addWidget(self._follow_up(line, can_write=can_write))
        if not data.follow_ups:
            self._box.addWidget(label(tr("None planned. Ctrl+F plans one."), "muted", wrap=True))
        if data.profile.note:
            self._box.addSpacing(M)
            self._box.addWidget(SectionLabel(tr("Remarks")))
            self._box.addWidget(label(data.profile.note, wrap=True, selectable=True))
        self._box.addStretch(1)

    def _head(self, title: str, name: str, tip: str, act: Callable[[], None], *, enabled: bool) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(SectionLabel(title), 1)
        add = icon_button("plus", tip, self._context.theme, name, act)
        add.setEnabled(enabled)
        row.addWidget(add)
        holder = QWidget()
        holder.setLayout(row)
        self._box.addWidget(holder)

    def _person(self, person: Person, *, can_write: bool) -> QWidget:
        card = QWidget()
        card.setObjectName(f"person_{person.id}")
        box = QVBoxLayout(card)
        box.setContentsMargins(0, XS, 0, XS)
        box.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(XS)
        name = label(person.name, selectable=True)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        head.addWidget(name)
        head.addWidget(label(person.title, "muted"), 1)
        edit = icon_button("edit", tr("Edit {name}", name=person.name), self._context.theme, "person_edit")
        edit.clicked.connect(lambda: self.person_edited.emit(person))
        edit.setEnabled(can_write)
        head.addWidget(edit)
        box.addLayout(head)
        standing = words(AUTHORITIES, person.authority)
        if person.is_primary:
            standing = f"{standing} · {tr('Main contact')}"
        box.addWidget(label(standing, AUTHORITY_TONES.get(person.authority, "muted"), wrap=True))
        if person.do_not_contact:
            box.addWidget(label(tr("Asked not to be contacted"), "bad", wrap=True))
        for icon_name, kind, text in (
            ("phone", tr("phone number"), person.phone),
            ("wechat", tr("WeChat name"), person.wechat),
            ("mail", tr("e-mail address"), person.email),
        ):
            if text:
                box.addWidget(self._copy_button(icon_name, kind, text, person.name))
        return card

    def _copy_button(self, icon_name: str, kind: str, text: str, name: str) -> QWidget:
        made = button(text, "copy_address", flat=True)
        made.setIcon(icon(icon_name, self._context.theme, "muted"))
        made.setStyleSheet("text-align: left; padding: 1px 3px; min-height: 1.3em;")
        made.setToolTip(tr("Copy the {kind}", kind=kind))
        made.setAccessibleName(tr("Copy the {kind} of {name}: {text}", kind=kind, name=name, text=text))
        made.clicked.connect(lambda: self._copy(text))
        return made

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.inform(tr("Copied: {text}", text=text), "good")

    def _follow_up(self, line: FollowUpLine, *, can_write: bool) -> QWidget:
        row = QWidget()
        row.setObjectName(f"follow_up_{line.id}")
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        words_box = QVBoxLayout()
        words_box.setSpacing(0)
        role = "bad" if line.days_late else ""
        words_box.addWidget(label(show.day_of_week(line.due_on), role))
        if line.reason:
            words_box.addWidget(label(line.reason, "muted", wrap=True))
        box.addLayout(words_box, 1)
        theme = self._context.theme
        later = icon_button("snooze", tr("Move to a later day"), theme, "follow_up_later")
        later.clicked.connect(lambda: self.follow_up_moved.emit(line))
        done = icon_button("check", tr("Done"), theme, "follow_up_done")
        done.clicked.connect(lambda: self.follow_up_done.emit(line))
        for made in (later, done):
            made.setEnabled(can_write)
            box.addWidget(made, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _add_person(self) -> None:
        self.person_edited.emit(None)
