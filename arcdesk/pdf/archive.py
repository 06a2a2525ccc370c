"""What makes a PDF one for the archive (PDF/A-2b): XMP metadata that agree with its properties, an sRGB intent.

Fonts are embedded anyway, colours are RGB, nothing is transparent, encrypted or linked to the outside. No
moment of making is written beyond the fixed one that keeps the same input the same bytes.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from arcdesk import resources

FIXED_MOMENT = "2000-01-01T00:00:00+00:00"
"""The moment ReportLab writes into a document that is to come out the same each time."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>ArcDesk</pdf:Producer>
<xmp:CreatorTool>ArcDesk</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def make_archivable(canvas: Any, title: str, author: str, subject: str, language: str) -> None:
    """Give the file of a ReportLab canvas the marks of PDF/A-2b; the texts are those of its properties."""
    from reportlab.pdfbase import pdfdoc

    document = canvas._doc  # noqa: SLF001 - ReportLab has no other way to the catalogue
    packet = _PACKET.format(
        title=escape(title), author=escape(author), subject=escape(subject), language=language, moment=FIXED_MOMENT
    )
    kind = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")})
    metadata = pdfdoc.PDFStream(kind, packet.encode("utf-8"))
    profile = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), _profile())
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile, "arcdesk-srgb"),
        }
    )
    catalog = document.Catalog
    catalog.Metadata = metadata
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.__Defaults__ = {**type(catalog).__Defaults__, "OutputIntents": None}


@cache
def _profile() -> bytes:
    return resources.path("icc", "sRGB.icc").read_bytes()
