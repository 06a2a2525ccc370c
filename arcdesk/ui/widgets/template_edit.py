"""The editor of a letter template: fields, conditions and headings coloured, remarks underlined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.services.template_check import Remark
    from arcdesk.ui.theme import Theme

_CONDITION = re.compile(r"\{\s*(?:if\b[^{}]*|else|end)\s*\}")
_FIELD = re.compile(r"\{\s*[a-z][a-z0-9_]*\s*\}")
_BOLD = re.compile(r"\*\*[^*]+\*\*")
_HEADING = re.compile(r"^\s*(?:#.*|---\s*)$")


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._field, self._condition = QTextCharFormat(), QTextCharFormat()
        self._field.setForeground(theme.color("accent"))
        self._condition.setForeground(theme.color("muted"))
        self._bold, self._heading = QTextCharFormat(), QTextCharFormat()
        for strong in (self._bold, self._heading):
            strong.setFontWeight(QFont.Weight.DemiBold)

    def highlightBlock(self, text: str) -> None:
        if _HEADING.match(text):
            self.setFormat(0, len(text), self._heading)
        for pattern, look in ((_BOLD, self._bold), (_FIELD, self._field), (_CONDITION, self._condition)):
            for found in pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), look)


class TemplateEdit(QPlainTextEdit):
    """Plain text with colours; ``mark`` underlines what was remarked on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "template_text", tr("Words of the letter"))
        self._theme = theme
        self._colours = _Colours(self.document(), theme)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def mark(self, remarks: Sequence[Remark]) -> None:
        """Underline the places that remarks speak of: red where they stop the use, amber where not."""
        marks = []
        for remark in remarks:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._place(remark)
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._theme.color("bad" if remark.blocking else "warn"))
            mark.format = look
            marks.append(mark)
        self.setExtraSelections(marks)

    def go_to(self, remark: Remark) -> None:
        """Put the cursor where a remark points, and the keyboard with it."""
        self.setTextCursor(self._place(remark))
        self.centerCursor()
        self.setFocus()

    def insert_field(self, name: str) -> None:
        """Put a field in place of what is selected."""
        self.insertPlainText(f"{{{name}}}")
        self.setFocus()

    def _place(self, remark: Remark) -> QTextCursor:
        cursor = QTextCursor(self.document())
        if remark.end > remark.start:
            cursor.setPosition(min(remark.start, self.document().characterCount() - 1))
            end = min(remark.end, self.document().characterCount() - 1)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        else:
            block = self.document().findBlockByNumber(remark.line - 1)
            cursor.setPosition(block.position() if block.isValid() else 0)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return cursor
