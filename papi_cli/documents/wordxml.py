"""Writes the parts of a document as WordprocessingML; `word` packs it into a file.

Lengths are twips (twentieths of a point). Elements come in the order that the schema of ISO/IEC 29500 requires.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from docx.document import Document as Package
from docx.styles.style import BaseStyle, ParagraphStyle

from papi_cli.documents.bars import bar_png, swatch_png
from papi_cli.documents.measures import balance_lines, cell_spans, column_widths, line_width, row_lines, share_width
from papi_cli.documents.pictures import Pictures
from papi_cli.documents.styles import Style
from papi_cli.documents.tree import (
    MOTTO,
    NATION,
    AnnexPart,
    Block,
    Boxed,
    Bullet,
    DataColumn,
    DataTable,
    FrontMatter,
    Heading,
    Layout,
    Paragraph,
    Run,
    Runs,
    TableNote,
    runs_text,
)
from papi_cli.problems import Failure

_HEADINGS = {1: Style.HEADING_1, 2: Style.HEADING_2, 3: Style.HEADING_3}
# The widths of the columns: the nation's name needs more room than the agency's.
_LETTERHEAD_SHARES = (2, 3)
_SIGNATURE_SHARES = (1, 1)
# The part of the width of the text above it; the decree allows a third to a half.
_SHORT_RULE = 0.42
_KEEP = "<w:keepNext/>"
_DEFAULT_SIZE = 14
# Of a row that page breaks do not split.
_WHOLE = "<w:trPr><w:cantSplit/></w:trPr>"
# Times New Roman, single-spaced.
_LINE_HEIGHT = 1.15
# The height of a bar and of the square that explains its parts, and what a cell keeps free beside a bar, in twips.
_BAR_HEIGHT, _SWATCH, _BESIDE_BAR = 130, 130, 240
_FRAMED_LOOK = (
    '<w:spacing w:before="40" w:after="40"/><w:ind w:left="113" w:right="113" w:firstLine="0"/><w:jc w:val="both"/>'
)
_FRAME = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="auto"/>' for side in ("top", "left", "bottom", "right")
)
# Styles that a base document may lack because it is older than they are, and what stands in.
_STAND_INS = {Style.CAPTION: Style.BODY}
# Which parts of a table are told apart from the rest: its first row or nothing.
_LOOK_WITH_HEAD, _LOOK_OF_LAYOUT = (
    f'<w:tblLook w:val="{bits}" w:firstRow="{head}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    for bits, head in (("0620", 1), ("0600", 0))
)
# What screen readers say of a table that only sets paragraphs side by side.
_LAYOUT_WORDS = "Bảng dàn trang, không có số liệu"


class BaseStyles:
    """The styles of a base document by their roles; the ids that the XML refers to are of Word's making."""

    def __init__(self, package: Package) -> None:
        """Find the style of each role; raises Failure for missing styles."""
        styles_by_name = {(style.name or "").casefold(): style for style in package.styles}
        missing = [f"«{role}»" for role in Style if role not in _STAND_INS and role.casefold() not in styles_by_name]
        if missing:
            raise Failure(f"Tệp Word gốc thiếu kiểu trình bày {', '.join(missing)}. Lấy lại tệp đi kèm chương trình.")
        self._styles: dict[Style, BaseStyle] = {
            role: styles_by_name.get(role.casefold()) or styles_by_name[_STAND_INS[role].casefold()] for role in Style
        }
        self._ids = {role: escape(style.style_id) for role, style in self._styles.items()}

    def id(self, role: Style) -> str:
        """Return the style's id in the base document."""
        return self._ids[role]

    def size(self, role: Style) -> float:
        """Return the style's font size in twips, inherited where it has none."""
        style: BaseStyle | None = self._styles[role]
        while isinstance(style, ParagraphStyle):
            if style.font.size is not None:
                return float(style.font.size.pt) * 20
            style = style.base_style
        return _DEFAULT_SIZE * 20

    def bold(self, role: Style) -> bool:
        """Return whether the style's font is bold."""
        style = self._styles[role]
        return isinstance(style, ParagraphStyle) and bool(style.font.bold)


class WordWriter:
    """Writes the parts of a document in the styles of its base.

    Its pages have `room` twips between the margins at the sides, and `height` between the others.
    """

    def __init__(self, styles: BaseStyles, room: int, height: int, pictures: Pictures) -> None:
        self._styles = styles
        self._room = room
        self._pictures = pictures
        # A row that is longer than a third of a page may be split, or what it leaves free before it is as long.
        self._most_lines = height / 3 / (styles.size(Style.TABLE_TEXT) * _LINE_HEIGHT)

    def letterhead(self, front: FrontMatter) -> str:
        """Return the head of the first page.

        Agencies and nation stand side by side, below them number and day; then title and subject of a report,
        salutation.
        """
        left, right = share_width(_LETTERHEAD_SHARES, self._room)
        issuer = [self._balanced(line, Style.ISSUER, left) for line in front.issuer]
        agencies = [
            *(
                [self._line(Style.SUPERIOR, self._balanced(front.superior, Style.SUPERIOR, left))]
                if front.superior
                else []
            ),
            *(self._line(Style.ISSUER, line) for line in issuer),
            self._rule(Style.RULE, _SHORT_RULE * self._longest_line_width(issuer, Style.ISSUER), left),
        ]
        nation = [
            self._line(Style.NATION, (Run(NATION),)),
            self._line(Style.MOTTO, (Run(MOTTO),)),
            self._rule(Style.RULE, self._longest_line_width([(Run(MOTTO),)], Style.MOTTO), right),
        ]
        number = [self._line(Style.NUMBER, front.number)]
        if front.layout is Layout.LETTER:
            number.append(self._line(Style.LETTER_SUBJECT, self._balanced(front.subject, Style.LETTER_SUBJECT, left)))
        rows = [[agencies, nation], [number, [self._line(Style.DATELINE, front.dateline)]]]
        return self._layout_table(_LETTERHEAD_SHARES, rows) + self._title(front) + self._salutation(front)

    def _title(self, front: FrontMatter) -> str:
        if front.layout is Layout.LETTER:
            return ""
        subject = self._balanced(front.subject, Style.SUBJECT, self._room)
        rule = self._rule(
            Style.SUBJECT_RULE, _SHORT_RULE * self._longest_line_width([subject], Style.SUBJECT), self._room
        )
        return self._line(Style.TITLE, front.title) + self._line(Style.SUBJECT, subject) + rule

    def _salutation(self, front: FrontMatter) -> str:
        if not front.salutation:
            return ""
        head, *addressees = front.salutation
        lines = "".join(self._line(Style.ADDRESSEE, line) for line in addressees)
        return self._line(Style.SALUTATION_HEAD if addressees else Style.SALUTATION, head) + lines

    def signature(self, front: FrontMatter) -> str:
        """Return the foot of the text, which page breaks do not split: recipients on the left, signer on the right."""
        recipients = [
            self._line(Style.RECIPIENTS, (Run("Nơi nhận:"),)),
            *(self._line(Style.RECIPIENT, line) for line in front.recipients),
        ]
        signer = [
            *(self._line(Style.SIGNER, line) for line in front.signer),
            self._line(Style.SIGNER_NAME, front.signer_name),
        ]
        return self._layout_table(_SIGNATURE_SHARES, [[recipients, signer]])

    def annex_head(self, annex: AnnexPart) -> str:
        """Return the label, the title and the attachment line of an annex."""
        title = self._balanced(annex.title, Style.ANNEX_TITLE, self._room)
        line = self._balanced(annex.attachment_line, Style.ANNEX_LINE, self._room)
        return (
            self._line(Style.ANNEX_LABEL, annex.label)
            + self._line(Style.ANNEX_TITLE, title)
            + (self._line(Style.ANNEX_LINE, line) if line else "")
        )

    def blocks(self, blocks: Sequence[Block], *, kept: bool, title: Runs = ()) -> str:
        """Return the blocks, which stand below `title`.

        A table stays on one page with a note below it, a paragraph with a table below it, and where `kept` the last
        block with what follows.
        """
        following: list[Block | None] = [*blocks[1:], None]
        parts: list[str] = []
        for block, after in zip(blocks, following, strict=True):
            if isinstance(block, Heading):
                title = block.text
            keep = _KEEP if _keeps_with_next(block, after) or (kept and after is None) else ""
            parts.append(self._block(block, title, keep=keep))
        return "".join(parts)

    def _block(self, block: Block, title: Runs, *, keep: str) -> str:
        match block:
            case Heading():
                return self._line(_HEADINGS[block.level], block.text)
            case Paragraph():
                return self._line(Style.BODY, block.text, keep)
            case Bullet():
                return self._line(Style.ITEM, (Run("- "), *block.text), keep)
            case TableNote():
                return self._line(Style.NOTE, block.text, keep)
            case Boxed():
                # Of the same borders and indents Word makes one frame around paragraphs that follow each other.
                return self._line(Style.TABLE_TEXT, block.text, f"{keep}<w:pBdr>{_FRAME}</w:pBdr>", _FRAMED_LOOK)
            case DataTable():
                return self._table(block, block.caption or title, keep)

    def provenance(self, lines: Iterable[Runs]) -> str:
        """Return the last lines of the document, in small type."""
        return "".join(self._line(Style.PROVENANCE, line) for line in lines)

    def section_end(self, section: str) -> str:
        """Return the invisibly small paragraph that ends the section with the properties `section` (a w:sectPr)."""
        return self._line(Style.SPACER, (), section)

    def _table(self, table: DataTable, name: Runs, keep: str) -> str:
        """Return a table with its caption; `name` is what screen readers call it: the caption, or the title above."""
        widths = column_widths(
            table, self._room, size=self._styles.size(Style.TABLE_TEXT), head_size=self._styles.size(Style.TABLE_HEAD)
        )
        heads = "".join(
            self._cell(size, self._line(Style.TABLE_HEAD, column.head, picture=swatch), centred=True)
            for size, column, swatch in zip(widths, table.columns, self._swatches(table), strict=True)
        )
        heights = row_lines(table, widths, size=self._styles.size(Style.TABLE_TEXT))
        last = len(table.rows)
        keeps = (keep if number == last - 1 else _KEEP if number in table.headings else "" for number in range(last))
        bars = [self._bar(table, number, widths[-1]) for number in range(last)]
        rows = "".join(
            f"<w:tr>{'' if lines > self._most_lines else _WHOLE}{self._row(table.columns, table.cells_of(number), widths, kept, bar)}</w:tr>"
            for number, (kept, lines, bar) in enumerate(zip(keeps, heights, bars, strict=True))
        )
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        caption = self._line(Style.CAPTION, table.caption, _KEEP) if table.caption else ""
        about = f'{_LOOK_WITH_HEAD}<w:tblCaption w:val="{_attribute(name)}"/>' if name else _LOOK_WITH_HEAD
        return caption + self._table_element(Style.TABLE, widths, head + rows, about, keep)

    def _row(
        self, columns: Sequence[DataColumn], row: Sequence[Runs], widths: Sequence[int], keep: str, bar: str
    ) -> str:
        """Return the cells of a row; the last one goes over all columns that are left, in a heading several.

        In the last cell stands the picture `bar`, "" for none.
        """
        spans = cell_spans(row, widths)
        behind = len(widths) - len(spans)
        pictures = [*[""] * (len(spans) - 1), bar]
        return "".join(
            self._cell(
                size,
                self._line(Style.TABLE_TEXT, text, keep, f'<w:jc w:val="{column.align}"/>', picture=picture),
                centred=True,
                span=behind + 1 if number == len(spans) else 1,
            )
            for number, (size, column, text, picture) in enumerate(zip(spans, columns, row, pictures, strict=False), 1)
        )

    def _bar(self, table: DataTable, number: int, width: int) -> str:
        """Return the picture of a row of a chart; "" in any other table, and of a row that counts nothing."""
        if not table.bars or not any(table.bars[number]):
            return ""
        png = bar_png(table.bars[number])
        return self._pictures.run(png, width - _BESIDE_BAR, _BAR_HEIGHT, table.bar_words(number))

    def _swatches(self, table: DataTable) -> list[str]:
        """Return for each column the picture of the fill that its counts have in the bars of a chart, "" for none."""
        counts = range(len(table.columns) - 2 if table.bars else 0)
        swatches = [self._pictures.run(swatch_png(number), _SWATCH, _SWATCH, "") for number in counts]
        return ["", *swatches, ""] if table.bars else [""] * len(table.columns)

    def _layout_table(self, shares: tuple[int, ...], rows: Sequence[Sequence[Sequence[str]]]) -> str:
        """Return a table without borders that sets paragraphs side by side; page breaks do not split its rows.

        OOXML has no mark for it: such a table has no head, looks the same in each row, and its description says so.
        """
        widths = share_width(shares, self._room)
        cells_by_row = (
            "".join(self._cell(size, "".join(lines)) for size, lines in zip(widths, row, strict=True)) for row in rows
        )
        return self._table_element(
            Style.LAYOUT_TABLE,
            widths,
            "".join(f"<w:tr>{_WHOLE}{cells}</w:tr>" for cells in cells_by_row),
            f'{_LOOK_OF_LAYOUT}<w:tblDescription w:val="{_LAYOUT_WORDS}"/>',
        )

    def _table_element(self, style: Style, widths: Sequence[int], rows: str, about: str, keep: str = "") -> str:
        """Return a table, and below it an empty paragraph, without which Word joins consecutive tables.

        `about` are the last of its properties in the order of the schema.
        """
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._styles.id(style)}"/><w:tblW w:w="{self._room}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
            f"{self._line(Style.SPACER, (), keep)}"
        )

    @staticmethod
    def _cell(size: int, content: str, *, centred: bool = False, span: int = 1) -> str:
        align = '<w:vAlign w:val="center"/>' if centred else ""
        over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{over}{align}</w:tcPr>{content}</w:tc>'

    def _line(self, role: Style, text: Runs, before: str = "", after: str = "", *, picture: str = "") -> str:
        """Return a paragraph; `before` and `after` are direct properties in the order of the schema, `picture` is a run."""
        runs = picture + "".join(map(_run, text))
        return f'<w:p><w:pPr><w:pStyle w:val="{self._styles.id(role)}"/>{before}{after}</w:pPr>{runs}</w:p>'

    def _rule(self, role: Style, length: float, room: int) -> str:
        """Return a rule of that length, centred in `room`: the border of an empty paragraph, indented on both sides."""
        indent = max(round((room - length) / 2), 0)
        return self._line(role, (), f'<w:ind w:left="{indent}" w:right="{indent}" w:firstLine="0"/>')

    def _balanced(self, text: Runs, role: Style, room: int) -> Runs:
        """Return the text with line breaks that make its lines about equally long."""
        lines = balance_lines(runs_text(text), room, size=self._styles.size(role), bold=self._styles.bold(role))
        runs: list[Run] = []
        start = 0
        for run in text:
            runs.append(run._replace(text=lines[start : start + len(run.text)]))
            start += len(run.text)
        return tuple(runs)

    def _longest_line_width(self, texts: Iterable[Runs], role: Style) -> float:
        size, bold = self._styles.size(role), self._styles.bold(role)
        lines = (line for text in texts for line in runs_text(text).split("\n"))
        return max((line_width(line, size=size, bold=bold) for line in lines), default=0)


def _keeps_with_next(block: Block, after: Block | None) -> bool:
    """Return whether a block stays on one page with the start of the next one."""
    if isinstance(after, DataTable):
        # What a table keeps with it is its caption, or else the words that lead to it.
        return isinstance(block, Paragraph) and not after.caption
    # Programs that keep a paragraph with the next one do not split it: a long one would leave its page half empty.
    return isinstance(after, TableNote) and not isinstance(block, Paragraph)


def _attribute(text: Runs) -> str:
    """Return a text for the inside of an attribute, on one line."""
    return escape(" ".join(runs_text(text).split()))


def _run(run: Run) -> str:
    properties = "".join(
        (
            "<w:b/><w:bCs/>" if run.bold else "",
            "<w:i/><w:iCs/>" if run.italic else "",
            '<w:highlight w:val="yellow"/>' if run.is_placeholder else "",
        )
    )
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in run.text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{lines}</w:r>"
