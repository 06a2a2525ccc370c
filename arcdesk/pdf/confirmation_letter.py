"""Balance confirmations: for collection with a demand, for an auditor without one (R43 to R45)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.confirmation_texts import ConfirmationText, confirmation_text
from arcdesk.pdf.document import Document, cleaned, fingerprint
from arcdesk.pdf.flow import Block, gap, paragraph, stack
from arcdesk.pdf.paper_checks import check_confirmation
from arcdesk.pdf.paper_data import ConfirmationData
from arcdesk.pdf.paper_parts import BODY, FRAME, HALF, PaperPages, both_sides, sealed_side
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import account_text, fill, long_date, money_text, words_text

_BLANK = "________________"


def lay_out_confirmation(data: ConfirmationData) -> Document:
    """Check the data and set the pages."""
    code = fingerprint(data)
    data = cleaned(data)
    check_confirmation(data)
    head = data.head
    text = confirmation_text(head.language, for_audit=data.auditor is not None)
    layout = best_layout(lambda spacing: _pages(data, text, spacing))
    title = f"{text.title} {head.number} {head.debtor.name}"
    return Document(
        layout.pages, FRAME, head.language, head.number, code, title, head.creditor.name, seal_the_seam=True
    )


def _pages(data: ConfirmationData, text: ConfirmationText, spacing: Spacing) -> Layout:
    head, language = data.head, data.head.language
    pages = PaperPages(head, text.title, spacing, _values(data))
    pages.place_title(text.rank)
    pages.place_pairs(
        [
            (translate("To:|document", language), head.debtor.name),
            (translate("Address:|document", language), head.debtor.address),
        ]
    )
    pages.say(text.opening)
    if data.auditor is not None:
        _audit_table(pages, data)
        pages.say(text.other)
        pages.flow.place(stack([blocks.blank_lines(1, 17.0, FRAME.width, indent=2 * BODY), gap(4.0)]))
        pages.say(text.only, text.reply)
        pages.flow.place(_answer(pages, data, text))
        return Layout(pages.flow.pages, len(pages.flow.pages))
    _item_table(pages, data)
    pages.say(text.balance, text.prepaid if data.prepaid_fen else "")
    pieces = pages.lines(text.demand if data.pay_by else text.demand_now)
    if data.bank:
        pieces += [gap(4.0), blocks.bank_block(data.bank, language, BODY, 17.0, FRAME.width)]
    pages.flow.place(stack([*pieces, gap(spacing.gap * 0.6)]))
    pages.say(text.reservation, text.reply)
    pages.flow.place(_answer(pages, data, text))
    return Layout(pages.flow.pages, len(pages.flow.pages))


def _item_table(pages: PaperPages, data: ConfirmationData) -> None:
    """The open items with their due dates, and the principal they add up to."""
    language = data.head.language
    columns = (
        Column(translate("#|document", language), "date"),
        Column(translate("Document no.|document", language)),
        Column(translate("Issued on|document", language), "date"),
        Column(translate("Due on|document", language), "date"),
        Column(translate("Invoiced|document", language), "amount"),
        Column(translate("Outstanding|document", language), "amount"),
    )
    rows = [
        Row(
            (
                str(number),
                line.number,
                line.issued_on.isoformat(),
                line.due_on.isoformat() if line.due_on else "—",
                format_amount(line.amount_fen),
                format_amount(line.open_fen),
            ),
            {4: line.amount_fen, 5: line.open_fen},
        )
        for number, line in enumerate(data.lines, start=1)
    ]
    amount = format_amount(sum(line.amount_fen for line in data.lines))
    total = Row(
        (translate("Total|document", language), "", "", "", amount, format_amount(data.owed_fen)),
        bold=True,
        span=4,
    )

    def page_total(sums: dict[int, int]) -> Row:
        label = translate("Sub-total of this page", language)
        figures = (format_amount(sums.get(4, 0)), format_amount(sums.get(5, 0)))
        return Row((label, "", "", "", *figures), span=4, muted=True)

    pages.place_currency()
    draw_table(pages.flow, columns, rows, [total], page_total=page_total, row_air=pages.spacing.row_air)
    pages.after_table()


def _audit_table(pages: PaperPages, data: ConfirmationData) -> None:
    """截止日期, 贵公司欠, 欠贵公司, 备注: both directions, never netted (R42, R43)."""
    language = data.head.language
    columns = (
        Column(translate("Cut-off date|document", language), "date"),
        Column(translate("You owe us|document", language), "amount"),
        Column(translate("We owe you|document", language), "amount"),
        Column(translate("Remark|document", language)),
    )
    row = Row((data.as_of.isoformat(), format_amount(data.owed_fen), format_amount(data.prepaid_fen), ""))
    pages.place_currency()
    draw_table(pages.flow, columns, [row], row_air=pages.spacing.row_air)
    pages.after_table()


def _answer(pages: PaperPages, data: ConfirmationData, text: ConfirmationText) -> Block:
    """The sender's seal and the debtor's answer, kept together (R54)."""
    head, language = data.head, data.head.language
    answers: list[Block] = [
        *paragraph([Run(text.slip, bold=True)], BODY, 17.0, FRAME.width),
        blocks.checkbox(fill(text.agrees, pages.values), 9.5, 15.0, FRAME.width),
    ]
    if text.promise:
        answers.append(blocks.checkbox(fill(text.promise, pages.values), 9.5, 15.0, FRAME.width))
    answers += [
        blocks.checkbox([Run(text.differs)], 9.5, 15.0, FRAME.width),
        blocks.blank_lines(pages.spacing.writing_lines, 17.0, FRAME.width, indent=15.0),
        gap(8.0),
    ]
    labels = (translate("Signed by, title:", language), translate("Date:|document", language))
    day = {labels[1]: long_date(head.issued_on, language)}
    ours = sealed_side(
        translate("Issued by", language), head.creditor.name, labels[1:], language, HALF, filled=day
    )
    theirs = sealed_side(translate("Confirmed by", language), head.debtor.name, labels, language, HALF)
    return stack([gap(pages.spacing.gap * 0.6), *answers, both_sides(ours, theirs)])


def _values(data: ConfirmationData) -> dict[str, str]:
    language, currency = data.head.language, data.head.currency
    auditor = data.auditor
    return {
        "as_of": long_date(data.as_of, language),
        "owed": money_text(data.owed_fen, currency, language),
        "owed_words": words_text(data.owed_fen, currency, language),
        "prepaid": money_text(data.prepaid_fen, currency, language),
        "prepaid_words": words_text(data.prepaid_fen, currency, language),
        "pay_by": long_date(data.pay_by, language) if data.pay_by else "",
        "reply_by": long_date(data.reply_by, language),
        "account": account_text(data.bank, language),
        "auditor": auditor.name if auditor else "",
        "auditor_address": (auditor.address if auditor else "") or _BLANK,
        "auditor_contact": (auditor.contact if auditor else "") or _BLANK,
        "auditor_phone": (auditor.phone if auditor else "") or _BLANK,
    }
