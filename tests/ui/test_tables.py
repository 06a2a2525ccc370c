"""Tables keep selection and sort over refreshes, and remember their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QSignalSpy
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.domain.schemes import SCHEMES
from arcdesk.settings import MachineSettings
from arcdesk.ui.tables import ID_ROLE, ROW_ROLE, Column, RowTable, RowTableModel, amount_column
from arcdesk.ui.tables.columns import ChipCell
from arcdesk.ui.tables.widths import PADDING
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import look_of
from arcdesk.ui.widgets.aging import chip_width


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    fen: int | None


ROWS = [Row(1, "b", 3_000_000_000_00), Row(2, "a", None), Row(3, "c", -500)]
COLUMNS = (
    Column[Row]("name", "Name", lambda row: row.name),
    amount_column(
        "amount", "Amount", lambda row: row.fen, tone=lambda row: "bad" if (row.fen or 0) < 0 else ""
    ),
    Column[Row]("id", "Id", lambda row: str(row.id), lambda row: row.id, visible=False),
)


@pytest.fixture
def model(theme: Theme) -> RowTableModel[Row]:
    made: RowTableModel[Row] = RowTableModel(COLUMNS, lambda row: row.id, theme)
    made.set_rows(ROWS)
    return made


@pytest.fixture
def table(model: RowTableModel[Row], theme: Theme, settings: MachineSettings, qtbot: QtBot) -> RowTable[Row]:
    made: RowTable[Row] = RowTable(model, theme, settings, "test_table", "Test")
    qtbot.addWidget(made)
    made.show()
    return made


def ids(model: RowTableModel[Row]) -> list[int]:
    return [row.id for row in model.rows]


def test_the_model_keeps_the_rules_of_qt(model: RowTableModel[Row], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_amounts_beyond_32_bits_are_shown_whole_and_to_the_right(model: RowTableModel[Row]) -> None:
    cell = model.index(0, 1)
    assert cell.data() == "3,000,000,000.00"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(2, 1).data() == "(5.00)"
    assert model.index(0, 0).data(ID_ROLE) == 1
    assert model.index(0, 0).data(ROW_ROLE) == ROWS[0]


def test_sorting_by_amount_puts_the_unknown_last_both_ways(model: RowTableModel[Row]) -> None:
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert ids(model) == [3, 1, 2]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [1, 3, 2]


def test_the_selection_follows_its_row_through_refresh_sort_and_filter(
    table: RowTable[Row], model: RowTableModel[Row]
) -> None:
    table.select_id(3)
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    model.set_rows([Row(9, "0", 1), *ROWS])
    model.set_filter(lambda row: row.id != 1)
    current = table.current_row()
    assert current is not None
    assert current.id == 3
    assert [row.id for row in table.selected_rows()] == [3]
    assert ids(model) == [9, 2, 3]


def test_new_figures_of_the_same_rows_change_cells_and_reset_nothing(
    table: RowTable[Row], model: RowTableModel[Row]
) -> None:
    table.select_id(1)
    changed, moved = QSignalSpy(model.dataChanged), QSignalSpy(model.layoutChanged)
    model.set_rows([replace(row, fen=1) for row in ROWS])
    assert changed.count() == 1
    assert moved.count() == 0
    assert table.current_row() == Row(1, "b", 1)


def test_a_row_that_is_filtered_away_is_no_longer_current(
    table: RowTable[Row], model: RowTableModel[Row], qtbot: QtBot
) -> None:
    table.select_id(2)
    with qtbot.waitSignal(table.current_row_changed, check_params_cb=lambda row: row is None or row.id != 2):
        model.set_filter(lambda row: row.id == 3)
    table.select_first()
    assert table.current_row() == ROWS[2]


def test_enter_opens_the_current_row(table: RowTable[Row], qtbot: QtBot) -> None:
    table.select_id(3)
    with qtbot.waitSignal(table.row_activated) as activated:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert activated.args == [ROWS[2]]


def test_columns_are_remembered(
    table: RowTable[Row], theme: Theme, settings: MachineSettings, qtbot: QtBot
) -> None:
    table.horizontalHeader().resizeSection(0, 333)
    table.horizontalHeader().moveSection(0, 1)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    shown = next(action for action in table.column_menu().actions() if action.text() == "Id")
    shown.setChecked(True)
    qtbot.waitUntil(lambda: "sort" in settings.get_map("columns.test_table"))
    model: RowTableModel[Row] = RowTableModel(COLUMNS, lambda row: row.id, theme)
    model.set_rows(ROWS)
    again: RowTable[Row] = RowTable(model, theme, settings, "test_table", "Test")
    qtbot.addWidget(again)
    assert again.columnWidth(0) == 333
    assert again.horizontalHeader().visualIndex(0) == 1
    assert not again.isColumnHidden(2)
    assert ids(model) == [1, 3, 2]


@pytest.mark.parametrize("rubbish", [{"name": 5, "order": [1, "nope"], "sort": ["nope", 1]}, {"sort": "x"}])
def test_remembered_columns_that_make_no_sense_are_ignored(
    model: RowTableModel[Row],
    theme: Theme,
    settings: MachineSettings,
    qtbot: QtBot,
    rubbish: dict[str, object],
) -> None:
    settings.remember("columns.test_table", rubbish)
    made: RowTable[Row] = RowTable(model, theme, settings, "test_table", "Test")
    qtbot.addWidget(made)
    assert ids(model) == [1, 2, 3]


def test_a_hundred_thousand_rows_filter_and_sort_in_one_go(theme: Theme, qtbot: QtBot) -> None:
    calls = []

    def key(row: Row) -> int:
        calls.append(1)
        return row.id

    model: RowTableModel[Row] = RowTableModel(
        (Column[Row]("id", "Id", lambda row: str(row.id), key),), lambda row: row.id, theme
    )
    model.set_rows([Row(number, "x", number) for number in range(100_000)])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert ids(model)[:2] == [99_999, 99_998]
    assert len(calls) == 100_000  # a key each, not a comparison each


def _never(_row: Row) -> bool:
    return False


def test_an_empty_table_has_no_current_row(table: RowTable[Row], model: RowTableModel[Row]) -> None:
    keep: Callable[[Row], bool] = _never
    model.set_filter(keep)
    table.select_first()
    assert table.current_row() is None
    assert table.selected_rows() == []


def wide(column: Column[Row], table: RowTable[Row]) -> int:
    return table.columnWidth(table.model().columns.index(column))  # type: ignore[attr-defined]


def test_an_amount_is_never_cut(table: RowTable[Row], model: RowTableModel[Row]) -> None:
    """However large: its column grows with it."""
    bold = QFont(table.font())
    bold.setBold(True)
    for fen in (99_999_999_999_99, -99_999_999_999_99):
        model.set_rows([*ROWS, Row(4, "d", fen)])
        text = model.columns[1].text(Row(4, "d", fen))
        assert QFontMetrics(bold).horizontalAdvance(text) + 2 * PADDING <= table.columnWidth(1)


def test_the_elastic_column_takes_the_rest_and_keeps_its_least(
    theme: Theme, settings: MachineSettings, qtbot: QtBot
) -> None:
    elastic = Column[Row]("name", "Name", lambda row: row.name, width=20, stretch=True)
    made: RowTable[Row] = RowTable(
        RowTableModel((elastic, *COLUMNS[1:]), lambda row: row.id, theme), theme, settings, "elastic", "Test"
    )
    qtbot.addWidget(made)
    made.show()
    for width in (900, 500):
        made.resize(width, 300)
        assert made.horizontalHeader().length() == made.viewport().width()
    made.resize(120, 300)
    assert made.columnWidth(0) >= made.fontMetrics().horizontalAdvance("0") * 20


def test_a_chip_is_shown_whole_in_every_scheme(theme: Theme, settings: MachineSettings, qtbot: QtBot) -> None:
    for language in ("zh", "en"):
        i18n.use(language)
        for scheme in SCHEMES.values():
            looks = {number: look_of(scheme, bucket.key) for number, bucket in enumerate(scheme.buckets)}
            chip = Column[Row](
                "chip", "", lambda row, looks=looks: looks[row.id].label,  # type: ignore[misc]
                cell=lambda row, looks=looks: ChipCell(looks[row.id]), is_chip=True, width=2,  # type: ignore[misc]
            )  # fmt: skip
            model: RowTableModel[Row] = RowTableModel((chip,), lambda row: row.id, theme)
            made: RowTable[Row] = RowTable(model, theme, settings, "chips", "Test")
            qtbot.addWidget(made)
            model.set_rows([Row(number, "", None) for number in looks])
            needed = max(chip_width(made.fontMetrics(), look.label) for look in looks.values())
            assert made.columnWidth(0) >= needed + 2 * PADDING


def test_a_column_nobody_hid_is_not_remembered_as_hidden(
    table: RowTable[Row], theme: Theme, settings: MachineSettings, qtbot: QtBot
) -> None:
    """What is shown may depend on the figures; only a person's own choice is kept."""
    table._save_columns()
    shown = [*COLUMNS[:2], replace(COLUMNS[2], visible=True)]
    again: RowTable[Row] = RowTable(
        RowTableModel(shown, lambda row: row.id, theme), theme, settings, "test_table", "Test"
    )
    qtbot.addWidget(again)
    assert not again.isColumnHidden(2)
