"""Aging as widgets: the chip of one bucket and the bar over the whole receivable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from arcdesk.domain.schemes import NO_DUE_DATE, Bucket, Scheme
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.theme import XS, Theme
from arcdesk.ui.widgets.shapes import Segment, paint_bar, paint_shape, segment_rects

CHIP_PAD_PX, SHAPE_GAP_PX, SHAPE_SHARE = 8, 5, 0.44


def bucket_label(bucket: Bucket) -> str:
    """A bucket's name in the language of the window."""
    return tr(bucket.label_key, **bucket.label_values)


def segments_of(
    scheme: Scheme, buckets: Mapping[str, int], customers: Mapping[str, int] | None = None
) -> tuple[Segment, ...]:
    """The bar of one row: every bucket of the scheme, then "no due date" where it holds money."""
    counts = customers or {}
    shown = [*scheme.buckets, *([NO_DUE_DATE] if buckets.get(NO_DUE_DATE.key) else [])]
    return tuple(
        Segment(b.key, bucket_label(b), b.tone, b.shape, buckets.get(b.key, 0), counts.get(b.key, 0))
        for b in shown
    )


def look_of(scheme: Scheme, key: str) -> Segment:
    """Label, tone and shape of the bucket ``key`` of a scheme (amount 0)."""
    bucket = scheme.bucket(key)
    if bucket is None:
        return Segment(key, "", "unknown", "ring", 0)
    return Segment(key, bucket_label(bucket), bucket.tone, bucket.shape, 0)


class AgingChip(QWidget):
    """Shape and word of one bucket on its soft ground."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segment: Segment | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_bucket(self, segment: Segment | None) -> None:
        """Show this bucket, or nothing."""
        self._segment = segment
        self.setVisible(segment is not None and bool(segment.label))
        self.setAccessibleName(segment.label if segment else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        label = self._segment.label if self._segment else ""
        return QSize(chip_width(metrics, label), metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._segment is not None:
            painter = QPainter(self)
            paint_chip(painter, QRectF(self.rect()), self._segment, self._theme)
            painter.end()


def chip_width(metrics: QFontMetrics, text: str) -> int:
    """Pixels a chip needs to show the whole of ``text``."""
    side = round((metrics.height() + 4) * SHAPE_SHARE)
    return 2 * CHIP_PAD_PX + side + SHAPE_GAP_PX + metrics.horizontalAdvance(text)


def paint_chip(painter: QPainter, rect: QRectF, segment: Segment, theme: Theme) -> None:
    """Draw a chip: soft ground, the shape in full colour, the word in its text tone."""
    tone = theme.tone(segment.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone.chip)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    side = round(rect.height() * SHAPE_SHARE)
    shape = QRectF(rect.left() + CHIP_PAD_PX, rect.center().y() - side / 2, side, side)
    paint_shape(painter, segment.shape, shape, tone.text if segment.shape == "ring" else tone.fill)
    painter.setPen(tone.text)
    label = rect.adjusted(CHIP_PAD_PX + side + SHAPE_GAP_PX, 0, 0, 0)
    painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, segment.label)
    painter.restore()


class _Strip(QWidget):
    """The bare coloured strip of an ``AgingBar``; tells which segment was clicked."""

    clicked = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.segments: tuple[Segment, ...] = ()
        self.chosen: frozenset[str] = frozenset()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(max(12, round(self.fontMetrics().height() * 0.8)))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if any(segment.fen > 0 for segment in self.segments):
            paint_bar(painter, rect, self.segments, self._theme, self.chosen)
        else:
            painter.fillRect(rect, self._theme.color("line"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        segment = self._at(event.position().x())
        if segment is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(segment.key, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        segment = self._at(event.position().x())
        if segment is not None:
            text = f"{segment.label}  {show.money(segment.fen)}"
            QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def _at(self, x: float) -> Segment | None:
        rects = segment_rects(QRectF(self.rect()), [segment.fen for segment in self.segments])
        for segment, rect in zip(self.segments, rects, strict=True):
            if rect.left() <= x <= rect.right() + 1 and not rect.isEmpty():
                return segment
        return None


class _BucketButton(QAbstractButton):
    """One legend entry: shape, word, amount, and share with the number of customers."""

    chosen = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the list keeps the keyboard
        self._theme = theme
        self.segment: Segment | None = None
        self._share = self._short_share = ""
        self._ctrl = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.update)

    def set_segment(self, segment: Segment, total_fen: int) -> None:
        self.segment = segment
        share = show.share(segment.fen, total_fen)
        self._share = tr("{share} · {count} customers", share=share, count=segment.customers)
        self._short_share = f"{share} · {segment.customers}"
        self.setObjectName(f"bucket_{segment.key}")
        self.setAccessibleName(f"{segment.label} {show.money(segment.fen)} {self._share}")
        self.setToolTip(tr("Click to filter the list, Ctrl+click to add this bucket"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        texts = (
            [self.segment.label + "    ", show.money(self.segment.fen), self._share] if self.segment else [""]
        )
        return QSize(max(map(metrics.horizontalAdvance, texts)) + 16, metrics.height() * 3 + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave, QEvent.Type.FocusIn}:
            self.update()
        return super().event(event)

    def _on_clicked(self) -> None:
        if self.segment is not None:
            self.chosen.emit(self.segment.key, self._ctrl)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.segment is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = self._theme.tone(self.segment.tone)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            ground = tone.chip if self.isChecked() else self._theme.color("alternate")
            edge = self._theme.color("accent") if self.hasFocus() else ground
            painter.setPen(QPen(edge, 1.5))
            painter.setBrush(ground)
            painter.drawRoundedRect(frame, 5, 5)
        metrics = painter.fontMetrics()
        line, x, y = metrics.height(), 6.0, 4.0
        width = max(1, self.width() - 12)
        side = round(line * 0.55)
        sign = QRectF(x, y + (line - side) / 2, side, side)
        paint_shape(
            painter, self.segment.shape, sign, tone.text if self.segment.shape == "ring" else tone.fill
        )
        elide = Qt.TextElideMode.ElideRight
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tone.text)
        word = metrics.elidedText(self.segment.label, elide, width - side - 5)
        painter.drawText(QRectF(x + side + 5, y, width - side - 5, line), align, word)
        painter.setPen(self._theme.color("muted"))
        share = self._share if metrics.horizontalAdvance(self._share) < width - 8 else self._short_share
        painter.drawText(QRectF(x, y + 2 * line, width, line), align, metrics.elidedText(share, elide, width))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        amount = show.money(self.segment.fen)
        painter.drawText(QRectF(x, y + line, width, line), align, amount)
        painter.end()


class AgingBar(QWidget):
    """The whole receivable in bucket colours with a legend; a click filters, Ctrl+click adds.

    Signals:
        filter_changed(frozenset[str]): the chosen bucket keys; empty means all.
    """

    filter_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: frozenset[str] = frozenset()
        self._strip = _Strip(theme, self)
        self._strip.clicked.connect(self.choose)
        self._buttons: list[_BucketButton] = []
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(XS)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addWidget(self._strip)
        box.addLayout(self._row)

    @property
    def chosen(self) -> frozenset[str]:
        """Keys of the chosen buckets; empty when all are shown."""
        return self._chosen

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self._strip.segments

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show these buckets; a choice that still exists stays."""
        total = sum(segment.fen for segment in segments)
        while len(self._buttons) < len(segments):
            button = _BucketButton(self._theme, self)
            button.chosen.connect(self.choose)
            self._buttons.append(button)
            self._row.addWidget(button)
        while len(self._buttons) > len(segments):
            spare = self._buttons.pop()
            spare.hide()
            spare.deleteLater()
        for button, segment in zip(self._buttons, segments, strict=True):
            button.set_segment(segment, total)
        self._strip.segments = tuple(segments)
        self.set_chosen(self._chosen & {segment.key for segment in segments})

    def choose(self, key: str, add: bool) -> None:
        """Filter by ``key`` alone, or add it to (take it from) the choice."""
        if add:
            self.set_chosen(self._chosen ^ {key})
        else:
            self.set_chosen(frozenset() if self._chosen == {key} else frozenset({key}))

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Choose these buckets; none means all."""
        chosen = frozenset(keys)
        for button in self._buttons:
            button.setChecked(button.segment is not None and button.segment.key in chosen)
        self._strip.chosen = chosen
        self._strip.update()
        if chosen != self._chosen:
            self._chosen = chosen
            self.filter_changed.emit(chosen)
