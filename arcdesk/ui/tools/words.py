"""Amounts in Chinese words and back (大写), and in English (R55, R56)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.money import parse_amount, with_currency
from arcdesk.domain.words import CURRENCY_WORDS, amount_in_english, amount_in_words, parse_words
from arcdesk.i18n import tr
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

_NUMERALS = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟]")


class WordsTool(ToolPane):
    """Figures give words, words give figures."""

    name = "words"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Amounts in words"),
            tr("As cheques, receipts and letters have them. Figures give the words, words the figures."),
            parent,
        )
        self.entry = line_edit(
            "words_entry", tr("Amount or words"), hint=tr("107,000.53 or 壹拾万柒仟元零伍角叁分")
        )
        self.currency = combo_box("words_currency", tr("Currency"), [(code, code) for code in CURRENCY_WORDS])
        self.add_row(tr("Amount or words"), self.entry)
        self.add_row(tr("Currency"), self.currency)
        self.figures = label("", selectable=True)
        self.figures.setObjectName("words_figures")
        self.english = label("", "muted", wrap=True, selectable=True)
        self.details.addWidget(self.figures)
        self.details.addWidget(self.english)
        self.entry.textChanged.connect(self.update_answer)
        self.currency.currentIndexChanged.connect(self.update_answer)

    def first_field(self) -> QWidget:
        return self.entry

    def reckon(self) -> None:
        text, currency = self.entry.text().strip(), self.currency.currentData()
        if not text:
            raise enter(tr("Amount or words"))
        fen = parse_words(text) if _NUMERALS.search(text) else parse_amount(text, currency)
        self.tell(amount_in_words(fen, currency))
        self.figures.setText(with_currency(fen, currency))
        self.english.setText(amount_in_english(fen, currency))

    def result_text(self) -> str:
        return self.headline.text()
