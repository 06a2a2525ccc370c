"""The confirmation that money was received: what came in, what it paid, what is still owed."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.document import Document, cleaned, fingerprint
from arcdesk.pdf.flow import Block, beside, gap, stack
from arcdesk.pdf.paper_checks import check_receipt
from arcdesk.pdf.paper_data import ReceiptData
from arcdesk.pdf.paper_parts import FRAME, PaperPages
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.wording import long_date, money_text, words_text

_ZH = {
    "title": "收款确认函",
    "opening": "我司已于**{received_on}**收到贵司{method}支付的款项**{amount}**（大写：**{words}**），特此确认。",
    "applied": "上述款项核销情况如下：",
    "free": "其中{unallocated}尚未核销，暂列贵司预付款。",
    "left": "截至{issued_on}，贵司尚欠我司款项余额{balance}（大写：{balance_words}），请按约定的期限支付。",
    "settled": "截至{issued_on}，贵司已无未付款项。",
    "advance": "截至{issued_on}，我司账面贵司余额为预收{balance}（大写：{balance_words}）。",
    "reservation": "本函只确认收到款项，不构成对其余款项及逾期付款违约金（利息）等权利的放弃。",
    "thanks": "感谢贵司的支持与配合，顺祝商祺！",
}
_EN = {
    "title": "Confirmation of Receipt",
    "opening": "We confirm that on **{received_on}** we received **{amount}** ({words}) from you{method}.",
    "applied": "The money was applied as follows:",
    "free": "Of it, {unallocated} has not been applied yet and is held as an advance payment.",
    "left": (
        "As of {issued_on} the balance that you still owe us is {balance} ({balance_words}). Please pay it "
        "by the agreed "
        "dates."
    ),
    "settled": "As of {issued_on} nothing is owed.",
    "advance": "As of {issued_on} our books show {balance} ({balance_words}) received in advance from you.",
    "reservation": (
        "This letter confirms the receipt of money only. It waives no right to the remaining amounts or to "
        "compensation (interest) for late payment."
    ),
    "thanks": "Thank you for your payment and your cooperation.",
}


def lay_out_receipt(data: ReceiptData) -> Document:
    """Check the data and set the pages."""
    code = fingerprint(data)
    data = cleaned(data)
    check_receipt(data)
    head = data.head
    text = _ZH if head.language == "zh" else _EN
    layout = best_layout(lambda spacing: _pages(data, text, spacing))
    title = f"{text['title']} {head.number} {head.debtor.name}"
    return Document(layout.pages, FRAME, head.language, head.number, code, title, head.creditor.name)


def _pages(data: ReceiptData, text: dict[str, str], spacing: Spacing) -> Layout:
    head, language = data.head, data.head.language
    pages = PaperPages(head, text["title"], spacing, _values(data))
    pages.place_title()
    pages.place_pairs(
        [
            (translate("To:|document", language), head.debtor.name),
            (translate("Receipt no.:|document", language), data.receipt_number),
        ]
    )
    pages.say(text["opening"])
    if data.applied:
        pages.say(text["applied"])
        _table(pages, data)
    pages.say(text["free"] if data.unallocated_fen else "")
    balance = data.balance_fen
    pages.say(text["left"] if balance > 0 else text["advance"] if balance < 0 else text["settled"])
    closing = pages.lines(text["reservation"]) if balance > 0 else []
    closing += pages.lines(text["thanks"])
    sign = blocks.signature(head.creditor, head.issued_on, language, FRAME.width / 2)
    foot = [*closing, gap(spacing.gap), _right(sign)]
    pages.flow.place(stack(foot))
    return Layout(pages.flow.pages, len(pages.flow.pages))


def _right(block: Block) -> Block:
    return beside([(FRAME.width / 2, block)])


def _table(pages: PaperPages, data: ReceiptData) -> None:
    language = data.head.language
    columns = (
        Column(translate("#|document", language), "date"),
        Column(translate("Document no.|document", language)),
        Column(translate("Applied|document", language), "amount"),
        Column(translate("Open after it|document", language), "amount"),
    )
    rows = [
        Row(
            (str(number), each.number, format_amount(each.applied_fen), format_amount(each.open_fen)),
            {2: each.applied_fen},
        )
        for number, each in enumerate(data.applied, start=1)
    ]
    total = format_amount(sum(each.applied_fen for each in data.applied))

    def page_total(sums: dict[int, int]) -> Row:
        label = translate("Sub-total of this page", language)
        return Row((label, "", format_amount(sums.get(2, 0)), ""), span=2, muted=True)

    pages.place_currency()
    foot = Row((translate("Total|document", language), "", total, ""), bold=True, span=2)
    draw_table(pages.flow, columns, rows, [foot], page_total=page_total, row_air=pages.spacing.row_air)
    pages.after_table()


def _values(data: ReceiptData) -> dict[str, str]:
    head = data.head
    language, currency = head.language, head.currency
    method = data.method
    if method:
        method = f"以{method}" if language == "zh" else f" by {method}"
    return {
        "received_on": long_date(data.received_on, language),
        "issued_on": long_date(head.issued_on, language),
        "method": method,
        "amount": money_text(data.amount_fen, currency, language),
        "words": words_text(data.amount_fen, currency, language),
        "unallocated": money_text(data.unallocated_fen, currency, language),
        "balance": money_text(abs(data.balance_fen), currency, language),
        "balance_words": words_text(abs(data.balance_fen), currency, language),
    }
