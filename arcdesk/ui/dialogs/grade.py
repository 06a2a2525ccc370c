"""Confirming a customer's grade: the score with its parts, the rules that spoke, and a note (R82)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.grades import GradeDecisionLine
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.labels import GRADES, SCORE_PARTS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import XS, M, S
from arcdesk.ui.widgets import SectionLabel, label
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.meter import Meter

if TYPE_CHECKING:
    from arcdesk.domain.grading import GradeSuggestion, ScorePart
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 88
MOST_DECISIONS = 5
GOOD_SHARE, POOR_SHARE = Fraction(4, 5), Fraction(2, 5)


class GradeDialog(FormDialog):
    """Shows why a grade is suggested; sets it, or another one with a note."""

    def __init__(
        self,
        context: UiContext,
        profile: CustomerProfile,
        suggestion: GradeSuggestion,
        history: Sequence[GradeDecisionLine],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context, tr("Grade of {customer}", customer=profile.name), tr("Confirm grade"), parent
        )
        self._customer_id = profile.id
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.body.insertWidget(0, self._why(suggestion))
        entries = [(code, words(GRADES, code)) for code in GRADES if code]
        self.grade = combo_box("grade_choice", tr("Grade"), entries)
        self.grade.setCurrentIndex(max(0, self.grade.findData(suggestion.grade or profile.grade)))
        hint = tr("Needed where it is not the suggested grade")
        self.note = line_edit("grade_note", tr("Remarks"), hint=hint)
        self.add_row(tr("Current grade"), label(words(GRADES, profile.grade)))
        self.add_row(tr("New grade"), self.grade)
        self.add_row(tr("Remarks"), self.note)
        if history:
            self.body.insertWidget(2, self._earlier(history))
        self.body.insertStretch(3 if history else 2, 1)
        self.grade.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        desk, customer_id = self.context.desk, self._customer_id
        grade, note = str(self.grade.currentData()), self.note.text().strip()
        return lambda _job: desk.grades.confirm(customer_id, grade, note)

    def done_text(self, result: object) -> str:
        if isinstance(result, GradeDecisionLine):
            return tr("The grade is {grade} now.", grade=words(GRADES, result.confirmed))
        return ""

    # inside

    def _why(self, suggestion: GradeSuggestion) -> QWidget:
        """Headline, the parts as bars with their reckoning, and the rules in words."""
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        head = tr("No grade can be suggested")
        if suggestion.grade:
            head = tr("Suggested: {grade}, {score} points", grade=suggestion.grade, score=suggestion.score)
        headline = label(head, "heading", wrap=True)
        headline.setObjectName("grade_suggested")
        box.addWidget(headline)
        for reason in suggestion.reasons:
            box.addWidget(label(tr(reason.text_key, **reason.values), wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(XS)
        grid.setColumnStretch(1, 1)
        for number, part in enumerate(suggestion.parts):
            self._add_part(grid, number * 2, part)
        box.addLayout(grid)
        return holder

    def _add_part(self, grid: QGridLayout, row: int, part: ScorePart) -> None:
        title, points = words(SCORE_PARTS, part.key), f"{part.points} / {part.weight}"
        share = Fraction(part.points, part.weight) if part.weight else Fraction(1)
        meter = Meter(self.context.theme)
        meter.setObjectName(f"part_{part.key}")
        tone = "good" if share >= GOOD_SHARE else "bad" if share <= POOR_SHARE else "warn"
        meter.show_share(share, tone, f"{title} {points}")
        figure = label(points)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(title), row, 0)
        grid.addWidget(meter, row, 1)
        grid.addWidget(figure, row, 2)
        grid.addWidget(
            label(tr(part.reason.text_key, **part.reason.values), "muted", wrap=True), row + 1, 0, 1, 3
        )

    def _earlier(self, history: Sequence[GradeDecisionLine]) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addWidget(SectionLabel(tr("Confirmed before")))
        for line in history[:MOST_DECISIONS]:
            text = tr(
                "{day}: {grade}, suggested {suggested}",
                day=show.day(line.on), grade=line.confirmed, suggested=line.suggested or "—",
            )  # fmt: skip
            box.addWidget(label(f"{text} · {line.note}" if line.note else text, "muted", wrap=True))
        if len(history) > MOST_DECISIONS:
            box.addWidget(label(tr("and {count} more", count=len(history) - MOST_DECISIONS), "muted"))
        return holder
