"""The stylesheet of HTML documents: the Word file's page on screen and on paper, a single column on a telephone."""

# The custom property of a table that holds the head of a column, with the number of the column from 1 behind it.
LABEL = "--h"


def css_string(text: str) -> str:
    """Return a text of one line as a string of CSS."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def stylesheet(columns: int) -> str:
    """Return the rules for a document whose widest table has so many columns."""
    labels = "".join(
        f'  td:nth-child({number})::before {{ content: var({LABEL}{number}) ": "; }}\n'
        for number in range(1, columns + 1)
    )
    return _RULES.replace(_LABELS, labels)


_LABELS = "  /* labels */\n"
_RULES = """\
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #d8d8d8; color: #000; font: 14pt/1.25 "Times New Roman", "Liberation Serif", Tinos, serif; }
.sheet { width: 210mm; min-height: 297mm; margin: 6mm auto; padding: 20mm 15mm 20mm 30mm; background: #fff; }
.sheet.landscape { width: 297mm; min-height: 210mm; }
p, h1, h2, h3, h4, ul { margin: 0; padding: 0; font-size: inherit; }
li { overflow-wrap: anywhere; }
p, h1, h2, h3, h4, td, th { overflow-wrap: anywhere; }
mark { background: #ff0; color: inherit; }
.sheet > p, .items > li { margin-bottom: 6pt; text-align: justify; text-indent: 12.7mm; }
.items { list-style: "- " inside; }
.level-1, .level-2, .level-3 { margin: 0 0 6pt; text-indent: 12.7mm; break-after: avoid; }
.level-1 { text-transform: uppercase; }
.level-3 { font-weight: normal; }
.letterhead { display: grid; grid-template-columns: 2fr 3fr; text-align: center; font-size: 13pt; }
.letterhead .issuer, .nation { font-weight: bold; }
.letterhead .motto { font-size: 14pt; }
.number, .dateline { margin-top: 6pt; white-space: pre-wrap; }
.dateline { font-style: italic; font-size: 14pt; }
.number h1 { font-size: 12pt; font-weight: normal; white-space: normal; text-wrap: balance; margin-top: 3pt; }
.issuer, .title { text-wrap: balance; }
.issuer span, .motto span, .title span { display: inline-block; max-width: 100%; }
.issuer span::after, .motto span::after, .title span::after {
  content: ""; display: block; width: 42%; margin: 2pt auto 0; border-top: 0.75pt solid;
}
.motto span::after { width: 100%; }
.title { margin: 18pt 0 12pt; text-align: center; }
.salutation { margin: 12pt 0; text-align: center; }
.salutation.several { padding-left: 40mm; text-align: left; }
.salutation.several ul { padding-left: 24mm; }
.salutation ul, .recipients ul { list-style: none; }
.wide { overflow-x: auto; margin: 0 0 6pt; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 11pt; }
caption { margin-bottom: 6pt; font-size: 14pt; text-align: justify; text-indent: 12.7mm; }
th, td { border: 0.5pt solid #000; padding: 1pt 1mm; vertical-align: middle; }
.left { text-align: left; }
.center { text-align: center; }
.right { text-align: right; }
.sheet > .note { font-size: 11pt; font-style: italic; text-indent: 0; }
.box { margin: 0 0 9pt; border: 0.75pt solid #000; padding: 4pt 8pt; }
.box p { margin: 2pt 0; font-size: 12pt; text-align: justify; }
.bar { display: inline-block; height: 8pt; vertical-align: middle; }
td > .bar { width: 100%; }
th > .bar { margin-right: 2pt; }
.signature { display: grid; grid-template-columns: 1fr 1fr; margin-top: 6pt; break-inside: avoid; break-before: avoid; }
.recipients { font-size: 11pt; }
.recipients p { font-size: 12pt; font-weight: bold; font-style: italic; }
.signer { text-align: center; font-weight: bold; }
.signer .name { margin-top: 80pt; }
.annex h2 { text-align: center; text-wrap: balance; }
.annex h2 span { text-transform: uppercase; }
.sheet > .line { margin-bottom: 12pt; white-space: pre-wrap; text-align: center; text-indent: 0; font-style: italic; }
.provenance { margin-top: 12pt; font-size: 9pt; font-style: italic; }
.contents { width: 210mm; margin: 6mm auto; padding: 5mm 15mm 5mm 30mm; background: #fff; font-size: 13pt; }
.contents p { font-weight: bold; }
.contents ul { list-style: none; }
.contents li { margin-top: 3pt; }
a { color: #00448c; }

@media screen and (max-width: 215mm) {
  .sheet, .sheet.landscape { width: auto; min-height: 0; margin: 0 0 3mm; padding: 5mm 4mm; }
  .contents { width: auto; margin: 0 0 3mm; padding: 5mm 4mm; }
  .landscape table { width: 220mm; }
}
/* Columns become lines: each row a block, each cell named by the head of its column. */
@media screen and (max-width: 140mm) {
  .letterhead { grid-template-columns: 1fr; row-gap: 3pt; }
  .salutation.several, .salutation.several ul { padding-left: 4mm; }
  .sheet > p, .items > li, caption { text-align: left; }
  .contents li { padding: 4pt 0; }
  .wide { overflow: visible; }
  table, .landscape table { width: auto; }
  table, caption, thead, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { margin: 0 0 4pt; border: 0.5pt solid #000; padding: 2pt 2mm; }
  tr.heading { background: #ececec; font-weight: bold; }
  td { border: 0; padding: 1pt 0; }
  td.center, td.right { display: inline-block; margin-right: 4mm; }
  .heading td { display: inline; }
  td:empty { display: none !important; }
  td::before { color: #444; font-style: italic; }
  /* labels */
  .heading td::before, .chart td:first-child::before, .chart td:last-child::before { content: none; }
  .chart td:first-child { font-weight: bold; }
  /* The head of a chart is the key to its bars. */
  .chart thead { position: static; width: auto; height: auto; clip-path: none; }
  .chart th { display: none; border: 0; }
  .chart th:has(.bar) { display: inline-block; margin-right: 3mm; padding: 0; font-weight: normal; }
  .chart thead tr { border: 0; }
}

@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 14pt "Times New Roman", "Liberation Serif", serif; } }
/* Each annex has page numbers of its own, which browsers cannot count: those of the text must not run on there. */
@page annex { @top-center { content: none; } }
@page landscape { size: A4 landscape; @top-center { content: none; } }
@page :first { @top-center { content: none; } }
@media print {
  body { background: none; }
  .sheet, .sheet.landscape { width: auto; min-height: 0; margin: 0; padding: 0; }
  .contents { display: none; }
  a { color: inherit; text-decoration: none; }
  .annex { break-before: page; page: annex; }
  .annex.landscape { page: landscape; }
  /* The outer lines of a table reach beyond it. */
  .wide { overflow: visible; padding: 0 0.5pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tr.long { break-inside: auto; }
  tr.heading { break-after: avoid; }
}
"""
