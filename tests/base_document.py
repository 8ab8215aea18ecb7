"""Writes templates/document.docx, the Word document with the styles and page set-up of all reports and letters.

    python -m tests.base_document

Sizes, margins and spacings follow Nghị định 30/2020/NĐ-CP, Annex I; tests/test_word.py checks them by its rules.
The script is for the document that ships: users change theirs in Word.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from papi_cli.documents.styles import Style
from papi_cli.text import slug
from tests.tree import CHECKOUT

BASE = CHECKOUT / "templates" / "document.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = "Times New Roman"
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'


def mm(length: float) -> int:
    """Convert millimetres to twips."""
    return round(length * 1440 / 25.4)


def pt(length: float) -> int:
    """Convert points to twips."""
    return round(length * 20)


INDENT = mm(12.7)


def style(
    role: Style,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    caps: bool = False,
    align: str = "center",
    before: float = 0,
    after: float = 0,
    line: float = 1,
    exact: float = 0,
    first: int = 0,
    left: int = 0,
    hanging: int = 0,
    together: bool = False,
    keep: bool = False,
    ruled: bool = False,
    outline: int | None = None,
) -> str:
    """Return a paragraph style: sizes and spacing in points, indents in twips, height in lines or `exact` points."""
    height = f'w:line="{pt(exact)}" w:lineRule="exact"' if exact else f'w:line="{round(line * 240)}" w:lineRule="auto"'
    indent = f'w:left="{left}" ' + (f'w:hanging="{hanging}"' if hanging else f'w:firstLine="{first}"')
    paragraph = "".join(
        (
            "<w:keepNext/>" if keep else "",
            "<w:keepLines/>" if keep else "",
            '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>' if ruled else "",
            f'<w:spacing w:before="{pt(before)}" w:after="{pt(after)}" {height}/>',
            f"<w:ind {indent}/>",
            "<w:contextualSpacing/>" if together else "",
            f'<w:jc w:val="{align}"/>',
            "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>',
        )
    )
    run = "".join(
        (
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/><w:iCs/>" if italic else "",
            "<w:caps/>" if caps else "",
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>',
        )
    )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{slug(role)}"><w:name w:val="{role}"/>'
        f'<w:basedOn w:val="Normal"/><w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    ).replace('w:customStyle="1" ' if role.startswith(("heading", "Caption")) else "\0", "")


PARAGRAPHS = (
    style(Style.BODY, size=13, align="both", before=3, after=3, line=1, first=INDENT),
    style(
        Style.HEADING_1,
        size=13,
        bold=True,
        caps=True,
        align="both",
        before=3,
        after=3,
        line=1,
        first=INDENT,
        keep=True,
        outline=0,
    ),
    style(
        Style.HEADING_2, size=13, bold=True, align="both", before=3, after=3, line=1, first=INDENT, keep=True, outline=1
    ),
    style(Style.HEADING_3, size=13, align="both", before=3, after=3, line=1, first=INDENT, keep=True, outline=2),
    style(Style.ITEM, size=13, align="both", before=3, after=3, line=1, first=INDENT),
    style(Style.CAPTION, size=13, align="both", before=3, after=3, line=1, first=INDENT, keep=True),
    style(Style.TABLE_HEAD, size=11, bold=True, before=2, after=2),
    style(Style.TABLE_TEXT, size=10.5, align="left", before=1, after=1),
    style(Style.NOTE, size=11, italic=True, align="both", before=3, after=6),
    style(Style.SUPERIOR, size=13),
    style(Style.ISSUER, size=13, bold=True),
    style(Style.NATION, size=13, bold=True),
    style(Style.MOTTO, size=14, bold=True),
    style(Style.RULE, size=1, before=3, exact=2, ruled=True),
    style(Style.NUMBER, size=13, before=6),
    style(Style.DATELINE, size=14, italic=True, before=6),
    style(Style.LETTER_SUBJECT, size=12, before=3),
    style(Style.TITLE, bold=True, before=18),
    style(Style.SUBJECT, bold=True),
    style(Style.SUBJECT_RULE, size=1, before=3, after=12, exact=2, ruled=True),
    style(Style.SALUTATION, before=12, after=12),
    style(Style.SALUTATION_HEAD, align="left", before=12, left=mm(40), keep=True),
    style(Style.ADDRESSEE, align="left", after=12, together=True, left=mm(64), hanging=mm(4)),
    style(Style.RECIPIENTS, size=12, bold=True, italic=True, align="left"),
    style(Style.RECIPIENT, size=11, align="left", left=mm(3), hanging=mm(3)),
    style(Style.SIGNER, bold=True),
    style(Style.SIGNER_NAME, bold=True, before=80),
    style(Style.ANNEX_LABEL, bold=True, keep=True, outline=0),
    style(Style.ANNEX_TITLE, bold=True, caps=True, keep=True, outline=1),
    style(Style.ANNEX_LINE, italic=True, after=12, keep=True),
    style(Style.SPACER, size=1, exact=1),
    style(Style.PROVENANCE, size=9, italic=True, align="left", before=12),
    style(Style.PAGE_NUMBER),
)

TABLES = f"""
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="{slug(Style.LAYOUT_TABLE)}"><w:name w:val="{Style.LAYOUT_TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="2"/></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="{slug(Style.TABLE)}"><w:name w:val="{Style.TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="2"/><w:tblPr><w:tblBorders>{
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
}</w:tblBorders><w:tblCellMar><w:left w:w="{mm(1)}" w:type="dxa"/><w:right w:w="{mm(1)}" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
""".replace("\n", "")

STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}<w:color w:val="000000"/>'
    '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f"<w:rPr>{FONTS}</w:rPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    f"<w:semiHidden/><w:unhideWhenUsed/></w:style>{TABLES}{''.join(PARAGRAPHS)}</w:styles>"
)

SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="{INDENT}"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)

FONT_TABLE = (
    f'{HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
    '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

# Nothing here takes a colour or font of the theme; Word itself and validators look for one.
_COLOURS_OF_THEME = "".join(
    f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
    for names, colour in (
        (("dk1",), "000000"),
        (("lt1",), "FFFFFF"),
        (("dk2",), "000000"),
        (("lt2",), "FFFFFF"),
        ([f"accent{number}" for number in range(1, 7)], "5F5F5F"),
        (("hlink",), "0000FF"),
        (("folHlink",), "800080"),
    )
    for name in names
)
_FONTS_OF_THEME = "".join(
    f'<a:{name}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{name}>'
    for name in ("majorFont", "minorFont")
)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f"<a:ln>{_FILL}</a:ln>"
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
THEME = (
    f'{HEAD}<a:theme xmlns:a="{A}" name="papi"><a:themeElements><a:clrScheme name="papi">'
    f"{_COLOURS_OF_THEME}</a:clrScheme>"
    f'<a:fontScheme name="papi">{_FONTS_OF_THEME}</a:fontScheme><a:fmtScheme name="papi">'
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)

HEADER = (
    f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{slug(Style.PAGE_NUMBER)}"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>'
)

# The first page has an empty header, which hides its number.
FIRST_HEADER = (
    f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{slug(Style.PAGE_NUMBER)}"/></w:pPr></w:p></w:hdr>'
)

PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
    f'<w:pgSz w:w="{mm(210)}" w:h="{mm(297)}"/><w:pgMar w:top="{mm(20)}" w:right="{mm(15)}" w:bottom="{mm(20)}" '
    f'w:left="{mm(30)}" w:header="{mm(10)}" w:footer="{mm(10)}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
)


def sample_line(role: Style) -> str:
    """Return a line in a style that names the style: whoever opens the document sees what can be changed."""
    return f'<w:p><w:pPr><w:pStyle w:val="{slug(role)}"/></w:pPr><w:r><w:t>{role}</w:t></w:r></w:p>'


BODY = "".join(sample_line(role) for role in Style if role not in {Style.TABLE, Style.LAYOUT_TABLE})
DOCUMENT = f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{BODY}{PAGE}</w:body></w:document>'

CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tệp Word gốc</dc:title><dc:language>vi-VN</dc:language>'
    "</cp:coreProperties>"
)

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{MAIN}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{MAIN}.fontTable+xml"/>'
    '<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{MAIN}.header+xml"/>'
    f'<Override PartName="/word/header2.xml" ContentType="{MAIN}.header+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)


def relationships(*targets: tuple[str, str]) -> str:
    """Return a relationships part; `targets` are pairs of type and target, their ids rId1, rId2, …."""
    elements = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{elements}</Relationships>'


PARTS = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": relationships(
        (f"{R}/officeDocument", "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ),
    "word/document.xml": DOCUMENT,
    "word/_rels/document.xml.rels": relationships(
        (f"{R}/styles", "styles.xml"),
        (f"{R}/settings", "settings.xml"),
        (f"{R}/header", "header1.xml"),
        (f"{R}/header", "header2.xml"),
        (f"{R}/fontTable", "fontTable.xml"),
        (f"{R}/theme", "theme/theme1.xml"),
    ),
    "word/styles.xml": STYLES,
    "word/settings.xml": SETTINGS,
    "word/fontTable.xml": FONT_TABLE,
    "word/theme/theme1.xml": THEME,
    "word/header1.xml": HEADER,
    "word/header2.xml": FIRST_HEADER,
    "docProps/core.xml": CORE,
}


def packed() -> bytes:
    """Return the document as bytes; the time of its entries is the earliest that an archive can hold."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    BASE.write_bytes(packed())
