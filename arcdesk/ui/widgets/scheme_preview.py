"""An aging scheme drawn as a strip: each bucket with its shape, name and the due dates it holds."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from arcdesk.domain.aging import Bucket, Scheme
from arcdesk.domain.dates import add_years
from arcdesk.i18n import tr
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.shapes import paint_shape

_GAP, _STRIP = 2, 8


def bucket_label(bucket: Bucket) -> str:
    """Name of a bucket in the language of the window."""
    return tr(bucket.label_key, **bucket.label_values)


def bucket_days(bucket: Bucket, today: date, basis: str) -> str:
    """Which due (or issue) dates fall into ``bucket`` on ``today``."""
    newest: date | None
    if bucket.from_years is not None:
        newest = add_years(today, -bucket.from_years) - timedelta(days=1 if bucket.from_years else 0)
        oldest = None if bucket.to_years is None else add_years(today, -bucket.to_years)
    else:
        newest = None if bucket.from_days is None else today - timedelta(days=bucket.from_days)
        oldest = None if bucket.to_days is None else today - timedelta(days=bucket.to_days)
    if newest is None:
        return tr("due {day} or later" if basis == "due" else "issued {day} or later", day=oldest)
    if oldest is None:
        return tr("{day} or earlier", day=newest)
    return f"{oldest} … {newest}"


class SchemePreview(QWidget):
    """Shows where the borders of a scheme lie today."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scheme_preview")
        self._theme = theme
        self._today = today
        self._scheme: Scheme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_scheme(self, scheme: Scheme | None) -> None:
        """Draw ``scheme``; nothing where the cuts typed are not valid yet."""
        self._scheme = scheme
        lines = self.lines()
        self.setAccessibleName(tr("Preview of the aging scheme"))
        self.setAccessibleDescription("\n".join(f"{name}: {days}" for name, days in lines))
        self.updateGeometry()
        self.update()

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is drawn, as text: (name of the bucket, its dates)."""
        if self._scheme is None:
            return ()
        basis = self._scheme.basis
        return tuple(
            (bucket_label(bucket), bucket_days(bucket, self._today, basis)) for bucket in self._scheme.buckets
        )

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        rows = max(4, len(self._scheme.buckets) if self._scheme else 0)
        return QSize(line * 24, _STRIP + 8 + rows * (line + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 14, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._scheme is None:
            return
        painter = QPainter(self)
        buckets = self._scheme.buckets
        part = (self.width() - _GAP * (len(buckets) - 1)) / len(buckets)
        line = self.fontMetrics().height()
        names = max(self.fontMetrics().horizontalAdvance(bucket_label(bucket)) for bucket in buckets)
        for index, (bucket, (name, days)) in enumerate(zip(buckets, self.lines(), strict=True)):
            tone = self._theme.tone(bucket.tone)
            painter.fillRect(QRectF(index * (part + _GAP), 0, part, _STRIP), tone.fill)
            top = _STRIP + 8 + index * (line + 6)
            side = round(line * 0.55)
            sign = tone.text if bucket.shape == "ring" else tone.fill
            paint_shape(painter, bucket.shape, QRectF(2, top + (line - side) / 2, side, side), sign)
            self._text(painter, side + 10, top, names, name, "text")
            self._text(painter, side + 10 + names + 24, top, self.width(), days, "muted")
        painter.end()

    def _text(self, painter: QPainter, left: int, top: int, width: int, text: str, color: str) -> None:
        painter.setPen(self._theme.color(color))
        rect = QRectF(left, top, width, self.fontMetrics().height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
