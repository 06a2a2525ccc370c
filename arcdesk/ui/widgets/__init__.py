"""Widgets shared by pages, panels and dialogs."""

from __future__ import annotations

from arcdesk.ui.widgets.aging import AgingBar, AgingChip, bucket_label, look_of, paint_chip, segments_of
from arcdesk.ui.widgets.basics import (
    OFFER_KEYS,
    Badge,
    EmptyState,
    KeyHint,
    Line,
    MessageBar,
    SectionLabel,
    button,
    char_width,
    clear_layout,
    clearable,
    icon_button,
    label,
    mark_wrong,
    set_role,
)  # fmt: skip
from arcdesk.ui.widgets.shapes import Segment, paint_bar, paint_shape

__all__ = [
    "OFFER_KEYS",
    "AgingBar",
    "AgingChip",
    "Badge",
    "EmptyState",
    "KeyHint",
    "Line",
    "MessageBar",
    "SectionLabel",
    "Segment",
    "bucket_label",
    "button",
    "char_width",
    "clear_layout",
    "clearable",
    "icon_button",
    "label",
    "look_of",
    "mark_wrong",
    "paint_bar",
    "paint_chip",
    "paint_shape",
    "segments_of",
    "set_role",
]  # fmt: skip
