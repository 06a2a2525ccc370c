"""The instalment agreement: parties, debt, schedule, clauses, blanks for signature and seal (R46 to R48)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.agreement_texts import ACCOUNT, ITEMS, SCHEDULE, AgreementText, Clause, agreement_text
from arcdesk.pdf.data import Party
from arcdesk.pdf.document import Document, cleaned, fingerprint
from arcdesk.pdf.flow import Block, gap, paragraph, stack
from arcdesk.pdf.ink import MUTED
from arcdesk.pdf.paper_checks import check_agreement
from arcdesk.pdf.paper_data import AgreementData
from arcdesk.pdf.paper_parts import BODY, FRAME, HALF, PaperPages, both_sides, sealed_side
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import account_text, long_date, money_text, words_text

_BLANK = "____________________"


def lay_out_agreement(data: AgreementData) -> Document:
    """Check the data and set the pages."""
    code = fingerprint(data)
    data = cleaned(data)
    check_agreement(data)
    head = data.head
    text = agreement_text(head.language)
    layout = best_layout(lambda spacing: _Agreement(data, text, spacing).set_pages())
    title = f"{text.title} {head.number} {head.debtor.name}"
    return Document(
        layout.pages, FRAME, head.language, head.number, code, title, head.creditor.name, seal_the_seam=True
    )


class _Agreement:
    """One agreement on its way down the pages."""

    def __init__(self, data: AgreementData, text: AgreementText, spacing: Spacing) -> None:
        self.data, self.text, self.language = data, text, data.head.language
        self.pages = PaperPages(data.head, text.title, spacing, _values(data))

    def set_pages(self) -> Layout:
        pages, text, head = self.pages, self.text, self.data.head
        pages.place_title(text.rank)
        pages.flow.place(self._party(text.creditor, head.creditor))
        pages.flow.place(self._party(text.debtor, head.debtor))
        pages.flow.skip(pages.spacing.gap * 0.6)
        pages.say(text.preamble)
        for clause in text.clauses:
            self._place(clause)
        self._sign()
        return Layout(pages.flow.pages, len(pages.flow.pages))

    def _party(self, role: str, party: Party) -> Block:
        language = self.language
        pairs = [
            (role, party.name),
            (translate("USCC:|document", language), party.uscc or _BLANK),
            (translate("Address:|document", language), party.address or _BLANK),
            (self.text.representative, _BLANK),
        ]
        return stack([blocks.labelled_lines(pairs, BODY, 16.5, FRAME.width, bold_first=True), gap(5.0)])

    def _place(self, clause: Clause) -> None:
        pages = self.pages
        pages.heading(clause.heading)
        if clause.shows == ACCOUNT and self.data.bank:
            bank = blocks.bank_block(self.data.bank, self.language, BODY, 17.0, FRAME.width)
            pages.flow.place(stack([*pages.lines(clause.paragraphs[0]), gap(4.0), bank]))
            return
        pages.say(*clause.paragraphs)
        if clause.shows == ITEMS:
            self._items()
        elif clause.shows == SCHEDULE:
            self._schedule()

    def _items(self) -> None:
        """The invoices that the plan is about, with what is paid of each by it."""
        language = self.language
        columns = (
            Column(translate("#|document", language), "date"),
            Column(translate("Document no.|document", language)),
            Column(translate("Issued on|document", language), "date"),
            Column(translate("Due on|document", language), "date"),
            Column(translate("Invoiced|document", language), "amount"),
            Column(translate("In this agreement|document", language), "amount"),
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
                {5: line.open_fen},
            )
            for number, line in enumerate(self.data.lines, start=1)
        ]
        total = format_amount(sum(line.open_fen for line in self.data.lines))
        foot = Row((translate("Total|document", language), "", "", "", "", total), bold=True, span=5)

        def page_total(sums: dict[int, int]) -> Row:
            label = translate("Sub-total of this page", language)
            return Row((label, "", "", "", "", format_amount(sums.get(5, 0))), span=5, muted=True)

        pages = self.pages
        pages.place_currency()
        draw_table(pages.flow, columns, rows, [foot], page_total=page_total, row_air=pages.spacing.row_air)
        pages.after_table()

    def _schedule(self) -> None:
        """期次, 日期, 本金, 余额: the last balance is nought (R46, R47)."""
        language = self.language
        columns = (
            Column(translate("Instalment|document", language), "date"),
            Column(translate("Pay by|document", language), "date"),
            Column(translate("Principal|document", language), "amount"),
            Column(translate("Left after it|document", language), "amount"),
        )
        rows, left = [], self.data.principal_fen
        for line in self.data.schedule:
            left -= line.amount_fen
            cells = (
                str(line.seq),
                line.due_on.isoformat(),
                format_amount(line.amount_fen),
                format_amount(left),
            )
            rows.append(Row(cells, {2: line.amount_fen}))
        total = format_amount(self.data.principal_fen)
        foot = Row((translate("Total|document", language), "", total, ""), bold=True, span=2)

        def page_total(sums: dict[int, int]) -> Row:
            label = translate("Sub-total of this page", language)
            return Row((label, "", format_amount(sums.get(2, 0)), ""), span=2, muted=True)

        pages = self.pages
        pages.place_currency()
        draw_table(pages.flow, columns, rows, [foot], page_total=page_total, row_air=pages.spacing.row_air)
        pages.after_table()

    def _sign(self) -> None:
        """Both parties' seals as one piece, guarantors after them; never a page of signatures alone (R54)."""
        pages, text, head, language = self.pages, self.text, self.data.head, self.language
        closing = paragraph([Run(text.closing)], 9.0, 14.0, FRAME.width, color=MUTED)
        ours = sealed_side(text.creditor, head.creditor.name, text.signers, language, HALF)
        theirs = sealed_side(text.debtor, head.debtor.name, text.signers, language, HALF)
        pages.flow.skip(pages.spacing.gap)
        pages.flow.place(stack([*closing, gap(6.0), both_sides(ours, theirs)]))
        for name in self.data.guarantors:
            consent = paragraph([Run(text.guarantor_consents)], 9.5, 15.0, FRAME.width)
            side = sealed_side(text.guarantor, name, text.signers, language, HALF)
            pages.flow.skip(10.0)
            pages.flow.place(stack([*consent, gap(4.0), side]))


def _values(data: AgreementData) -> dict[str, str]:
    head = data.head
    language = head.language
    penalty = data.penalty or translate(
        "at one and a half times the one-year LPR at the time of default", language
    )
    forum = data.forum or translate(
        "either party may sue at the people's court of Party A's domicile.", language
    )
    return {
        "cause": data.cause,
        "agreed_on": long_date(data.agreed_on, language),
        "principal": money_text(data.principal_fen, head.currency, language),
        "words": words_text(data.principal_fen, head.currency, language),
        "count": str(len(data.schedule)),
        "account": account_text(data.bank, language),
        "penalty": penalty,
        "forum": forum,
        "creditor_address": head.creditor.address or _BLANK,
        "debtor_address": head.debtor.address or _BLANK,
    }
