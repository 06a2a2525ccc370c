"""The same letter by other means: HTML through WeasyPrint, Typst, a Word template through LibreOffice.

Each gets the finished sentences and the figures as text and sets one page a letter with the same fonts. None of
them checks a sum, refuses a missing glyph, numbers or seals anything. What is not installed is named.
"""

from __future__ import annotations

import html
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from arcdesk import resources
from arcdesk.domain.money import format_amount
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.letter_values import letter_values
from arcdesk.pdf.letter_words import plain, template_of

HEAD = ("序号", "发票号码", "开票日期", "到期日", "应收金额", "已收金额", "未收金额", "逾期天数")
FONTS = resources.path("fonts")


@dataclass(frozen=True)
class Page:
    """What a letter says, in the order in which it says it."""

    sender: str
    address: str
    title: str
    number: str
    pairs: list[tuple[str, str]]
    opening: list[str]
    rows: list[list[str]]
    total: list[str]
    demand: list[str]
    bank: list[tuple[str, str]]
    closing: list[str]
    signed: str
    day: str


def page_of(data: LetterData) -> Page:
    """The words and figures of a letter."""
    template, values = template_of(data), letter_values(data)
    said = [plain(text, values, data.number) for text in (*template.opening, *template.request, *template.after)]
    first, second = len(template.opening), len(template.opening) + len(template.request)
    bank = data.bank
    return Page(
        data.creditor.name, data.creditor.address, plain(template.title, values, data.number), data.number,
        [("致：", data.debtor.name), ("地址：", data.debtor.address), ("事由：", data.cause)],
        said[:first],
        [
            [
                str(number), line.invoice_number, line.issued_on.isoformat(), line.due_on.isoformat(),
                *map(format_amount, (line.amount_fen, line.received_fen, line.open_fen)), str(line.overdue_days),
            ]
            for number, line in enumerate(data.lines, start=1)
        ],
        ["合计", format_amount(data.total_fen)],
        said[first:second],
        [("户名：", bank.account_name), ("开户行：", bank.bank), ("账号：", bank.number)] if bank else [],
        said[second:], data.creditor.name, data.issued_on.isoformat(),
    )  # fmt: skip


STYLE = f"""
@font-face {{ font-family: Sans; src: url('{(FONTS / "NotoSansSC_400Regular.ttf").as_uri()}'); }}
@font-face {{ font-family: Sans; font-weight: bold; src: url('{(FONTS / "NotoSansSC_700Bold.ttf").as_uri()}'); }}
@page {{ size: A4; margin: 18mm 22mm 21mm 26mm; @bottom-right {{ content: "第 " counter(page) " 页 共 " counter(pages)
  " 页"; font: 7.5pt Sans; }} }}
body {{ font: 10.5pt/1.6 Sans; }} h1 {{ text-align: center; font-size: 19pt; }} p {{ text-indent: 2em; margin: 0; }}
table {{ width: 100%; border-collapse: collapse; font-size: 8.5pt; }} td, th {{ border-bottom: .35pt solid #ccc; }}
td:nth-child(n+5) {{ text-align: right; }}
"""


def weasyprint_letters(pages: list[Page]) -> list[bytes]:
    """One PDF each; fonts and style sheet are read once for all."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = weasyprint.CSS(string=STYLE, font_config=fonts)
    return [
        weasyprint.HTML(string=_as_html(page)).write_pdf(stylesheets=[style], font_config=fonts) for page in pages
    ]


def _as_html(page: Page) -> str:
    e = html.escape
    rows = "".join("<tr>" + "".join(f"<td>{e(cell)}</td>" for cell in row) + "</tr>" for row in page.rows)
    said = {
        name: "".join(f"<p>{e(text)}</p>" for text in getattr(page, name)) for name in ("opening", "demand", "closing")
    }
    pairs = "".join(f"<div>{e(a)}{e(b)}</div>" for a, b in page.pairs)
    bank = "".join(f"<div>{e(a)}<b>{e(b)}</b></div>" for a, b in page.bank)
    return (
        f"<b>{e(page.sender)}</b><div>{e(page.address)}</div><h1>{e(page.title)}</h1><div>编号：{e(page.number)}</div>"
        f"{pairs}{said['opening']}<table><thead><tr>{''.join(f'<th>{h}</th>' for h in HEAD)}</tr></thead>{rows}"
        f"<tr><td colspan=6>{page.total[0]}</td><td>{page.total[1]}</td><td></td></tr></table>{said['demand']}{bank}"
        f"{said['closing']}<div style='text-align:right'>{e(page.signed)}<br>{page.day}</div>"
    )


TYPST = r"""
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (left: 26mm, right: 22mm, top: 18mm, bottom: 21mm),
  footer: context align(right, text(7.5pt)[第 #counter(page).display() 页 共 #counter(page).final().first() 页]))
#set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh")
#set par(first-line-indent: 2em, justify: true)
*#d.sender* \ #text(8pt, d.address)
#align(center, text(19pt, weight: "bold", d.title))
编号：#d.number
#for p in d.pairs [#p.at(0)#p.at(1) \ ]
#for t in d.opening [#t #parbreak()]
#set text(8.5pt)
#table(columns: 8, stroke: (bottom: 0.35pt), align: (c, r) => if c > 3 { right } else { left },
  table.header(..d.head), ..d.rows.flatten(), table.cell(colspan: 6, d.total.at(0)), d.total.at(1), "")
#set text(10.5pt)
#for t in d.demand [#t #parbreak()]
#for p in d.bank [#p.at(0)*#p.at(1)* \ ]
#for t in d.closing [#t #parbreak()]
#align(right)[#d.signed \ #d.day]
"""


def typst_letters(pages: list[Page]) -> list[bytes]:
    """One PDF each from one compiler that keeps its fonts."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "letter.typ"
        source.write_text(TYPST, encoding="utf-8")
        compiler = typst.Compiler(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True)
        made = []
        for page in pages:
            inputs = {"data": json.dumps({**asdict(page), "head": HEAD}, ensure_ascii=False)}
            made.append(compiler.compile(format="pdf", sys_inputs=inputs))
        return made


def docx_letters(pages: list[Page]) -> list[bytes]:
    """A Word template filled for each, then all of them through one start of LibreOffice."""
    from docx import Document
    from docxtpl import DocxTemplate

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = folder / "template.docx"
        _word_template(Document(), template)
        for number, page in enumerate(pages):
            filled = DocxTemplate(str(template))
            filled.render({**asdict(page), "head": HEAD})
            filled.save(str(folder / f"letter-{number:04d}.docx"))
        office = shutil.which("soffice") or shutil.which("libreoffice")
        assert office is not None
        files = sorted(str(file) for file in folder.glob("letter-*.docx"))
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", name, *files]
        subprocess.run(command, check=True, capture_output=True)
        return [file.read_bytes() for file in sorted(folder.glob("letter-*.pdf"))]


def _word_template(document: Any, target: Path) -> None:
    for text in ("{{ sender }}", "{{ title }}", "编号：{{ number }}"):
        document.add_paragraph(text)
    for name in ("opening", "demand", "closing"):
        document.add_paragraph(f"{{%p for text in {name} %}}")
        document.add_paragraph("{{ text }}")
        document.add_paragraph("{%p endfor %}")
        if name == "opening":
            table = document.add_table(rows=4, cols=8)
            for column, head in enumerate(HEAD):
                table.cell(0, column).text = head
            table.cell(1, 0).text = "{%tr for row in rows %}"
            for column in range(8):
                table.cell(2, column).text = f"{{{{ row[{column}] }}}}"
            table.cell(3, 0).text = "{%tr endfor %}"
    document.add_paragraph("{{ signed }} {{ day }}")
    document.save(str(target))


def rivals(pages: list[Page]) -> Iterator[tuple[str, Callable[[], list[bytes]]]]:
    """Those that are installed, each under its name; the others are named on the way."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    known: tuple[tuple[str, tuple[str, ...], Callable[[list[Page]], list[bytes]]], ...] = (
        ("WeasyPrint", ("weasyprint",), weasyprint_letters),
        ("Typst", ("typst",), typst_letters),
        ("docxtpl and LibreOffice", ("docxtpl", "docx"), docx_letters),
    )
    for name, modules, make in known:
        missing = [module for module in modules if importlib.util.find_spec(module) is None]
        if make is docx_letters and office is None:
            missing.append("LibreOffice")
        if missing:
            print(f"not compared: {name} (not installed: {', '.join(missing)})")
            continue
        yield name, lambda make=make: make(pages)  # type: ignore[misc]
