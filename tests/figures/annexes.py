"""Checks of the annexes, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from papi_cli.plan.model import Agency, Item
from tests.figures.case import PLACES, RESULT, WHO, Case, check_result_and_state, last_of
from tests.figures.expected import Figures, Row, corrected, day, figures, label_of, letters, number
from tests.figures.reader import Cells, Part, agencies_in

STATE_HEADS = (
    *("Tổng số", "Đã HT đúng hạn", "Đã HT quá hạn", "Đã HT không hạn", "Chưa HT trong hạn", "Chưa HT quá hạn"),
    *("Trong đó chưa ghi nhận", "Chưa HT không hạn", "Thường xuyên", "Không theo dõi", "Tỷ lệ đúng hạn"),
)


def annex_agencies(case: Case) -> None:
    """The figures by agency, with the sum of each kind."""
    part = _annex(case, "Phụ lục I", case.both_days)
    kinds = {"department": "Các sở, ban, ngành", "body": "Cơ quan khác", "commune": "UBND các xã, phường"}
    rows: list[Cells] = []
    for letter, (kind, words) in zip("ABC", kinds.items(), strict=True):
        rows_of_kind = [row for row in case.rows if row.obligation.agency.kind.value == kind]
        rows.append((letter, words, *counted_cells(figures(rows_of_kind))))
        agencies = sorted({row.obligation.agency for row in rows_of_kind}, key=lambda agency: agency.order)
        counts = {
            agency: counted_cells(figures(row for row in rows_of_kind if row.agency == agency.id))
            for agency in agencies
        }
        rows += (
            _gathered(counts)
            if kind == "commune"
            else _numbered([(agency.name, one) for agency, one in counts.items()])
        )
    rows.append(("", "Tổng cộng", *counted_cells(figures(case.rows))))
    assert part.table("TT", WHO, *STATE_HEADS) == rows


def _numbered(rows: Iterable[tuple[str, Cells]]) -> list[Cells]:
    return [(str(count), name, *cells) for count, (name, cells) in enumerate(rows, 1)]


def _gathered(counts: Mapping[Agency, Cells]) -> list[Cells]:
    """Return a row for all communes with equal figures, in the order of the first of each."""
    alike: dict[Cells, list[Agency]] = {}
    for agency, cells in counts.items():
        alike.setdefault(cells, []).append(agency)
    return _numbered((_name_of(agencies), cells) for cells, agencies in alike.items())


def _name_of(agencies: Sequence[Agency]) -> str:
    if len(agencies) == 1:
        return agencies[0].name
    names = ", ".join(agency.name.removeprefix("UBND ") for agency in agencies)
    return f"UBND {number(len(agencies))} xã, phường: {names}"


def counted_cells(counts: Figures) -> Cells:
    """Return the cells below `STATE_HEADS`."""
    done, rest = (counts.on_time, counts.late, counts.done_undated), (counts.undated, counts.ongoing, counts.waived)
    assert counts.total == sum((*done, counts.in_time, counts.overdue, *rest))
    numbers = (counts.total, *done, counts.in_time, counts.overdue, counts.silent_late, *rest)
    return (*map(str, numbers), counts.rate or "-")


def _annex(case: Case, name: str, days: str) -> Part:
    """Return an annex without the line below its title, which cites the report and gives the `days` of the data."""
    (part,) = [part for part in case.paper.parts if len(part.path) == 2 and part.path[0] == name]
    part.take(f"*(Kèm theo Báo cáo số {case.signed} {case.issued} của {case.name})*\n")
    part.take(f"*{days[:1].upper()}{days[1:]}*\n")
    return part


def _annexes(case: Case) -> list[str]:
    return [part.path[0] for part in case.paper.parts if len(part.path) == 1 and part.path[0].startswith("Phụ lục")]


def annex_tasks(case: Case) -> None:
    """The rows of Annex II: sections, tasks and products in the decision's order, each obligation once."""
    plan = case.world.plan
    if case.agency and not case.tasks:
        return
    part = (
        case.paper.part("II.", "1.")
        if case.is_of_commune
        else _annex(case, _annexes(case)[0 if case.agency else 1], f"tính đến hết ngày {day(case.world.cutoff)}")
    )
    sections = {task: section for section in plan.sections for task in section.tasks}
    items = list(dict.fromkeys(row.obligation.item.code for row in case.tasks))
    ids: list[str] = []
    at, section, task = -1, "", ""
    for row_number, title, product, who, cooperating, due, result, state, note in _task_rows(case, part):
        if not who:
            section = row_number
            assert title == next(other.heading for other in plan.sections if other.number == section)
            assert not any((product, cooperating, due, result, state, note))
            continue
        is_continued = product.endswith(" (tiếp)")
        at += not is_continued
        item = plan.items[items[at]]
        rows = [row for row in case.tasks if row.obligation.item is item]
        code = item.source[0]
        assert sections[code].number == section
        if row_number:
            task = code
            assert row_number == code.partition(".")[2]
            assert letters(title) == letters(corrected(plan, code, plan.tasks[code].words))
            assert cooperating == _cooperating(case, item, rows[0].agency)
        else:
            assert (title, cooperating) == ("", "")
        assert task == code
        if is_continued:
            assert rows[0].product.startswith(product.removesuffix(" (tiếp)").removesuffix(" …"))
        else:
            assert product == rows[0].product
        agencies = agencies_in(plan, who, owing={*item.agencies})
        group = [row for row in rows if row.agency in agencies]
        assert {row.agency for row in group} == agencies, who
        assert {(row.due, row.note) for row in group} == {(due, note)}
        if case.agency:
            assert {case.of_itself(row) for row in group} == {(result, state)}
        else:
            check_result_and_state(group, result, state)
        ids += [row.obligation.id for row in group]
    if not case.agency:
        _take_readings(case, part, case.tasks)
    assert at == len(items) - 1
    assert sorted(ids) == sorted(row.obligation.id for row in case.tasks)


def _task_rows(case: Case, part: Part) -> list[Cells]:
    """Return the rows with each task in the row of its first product, who leads it, and who cooperates."""
    heads = (*(() if case.agency else ("Chủ trì",)), "Thời hạn", RESULT, "Tình trạng")
    noted = ["Ghi chú"] if any(row.note for row in case.tasks) else []
    rows: list[Cells] = []
    number, title = "", ""
    for row_number, words, *rest in part.table("TT", "Nhiệm vụ, sản phẩm", *heads, *noted):
        who, due, result, state, note = (*(("",) if case.agency else ()), *rest, "")[:5]
        if due:
            who = who or case.name
            task, _, cooperating = title.partition(". Phối hợp: ")
            rows.append((number, task, words, who, cooperating, due, result, state, note))
            number, title = "", ""
            continue
        if number:
            # Of two headings below each other the first is that of a section.
            rows.append((number, title, *[""] * 7))
        number, title = row_number, words
    assert not number
    return rows


def _take_readings(case: Case, part: Part, rows: Iterable[Row]) -> None:
    """The note says which readings the marked rows rest on, each with its row of Annex II."""
    readings = dict.fromkeys(reading for row in rows for reading in row.obligation.unconfirmed_interpretations)
    told = []
    for reading in readings:
        code = reading.belongs_to.partition("/")[0]
        section, _, task = code.partition(".")
        place = f"số thứ tự {task} Mục {section} Phụ lục II: " if code in case.world.plan.tasks else ""
        told.append(place + " ".join(reading.text.split()).rstrip(".;"))
    if told:
        part.take(f"* Theo cách hiểu chưa có văn bản xác nhận: {'; '.join(told)}.")


def _cooperating(case: Case, item: Item, agency: str) -> str:
    plan = case.world.plan
    names = {agency.id: agency.name for agency in plan.agencies.values()}
    names |= {group.id: group.short_name for group in plan.groups.values()}
    return "; ".join((*(names[id_] for id_ in item.cooperating if id_ != agency), *item.others))


def annex_submissions(case: Case) -> None:
    """The dated duties of Part IV of which not all is in order, by agency; communes with equal cells in one row."""
    part, plan = _annex(case, "Phụ lục III", f"tính đến hết ngày {day(case.world.as_of)}"), case.world.plan
    duties = [row for row in case.world.ordered if "/" not in row.obligation.item.code]
    merged = [row for row in duties if row.agency == "so-noi-vu" and row.obligation.item.period == case.world.period.id]
    odd = [row for row in duties if row not in merged and not row.is_in_order]
    codes = list(dict.fromkeys(row.obligation.item.code for row in duties))
    codes = [code for code in codes if any(row.obligation.item.code == code for row in odd)]
    heads = [f"{label_of(plan, plan.items[code])} (thời hạn {last_of(case.duty(code))})" for code in codes]
    agencies = {row.agency for row in odd}
    told: set[str] = set()
    table = part.table("TT", WHO, *heads)
    for count, (number_, names, *cells) in enumerate(table, 1):
        assert number_ == str(count)
        group = agencies_in(plan, names.removesuffix("*"))
        marks, documents = set(), []
        for agency in group:
            by_code = {row.obligation.item.code: row for row in duties if row.agency == agency}
            marks.add(any("unconfirmed" in row.reckoned.flags for row in by_code.values()))
            documents.append([_submission(by_code[code], merged) for code in codes])
        bare = [[words.partition(" (")[0] for words in line] for line in documents]
        assert all(line == bare[0] for line in bare), names
        shown = [
            next(iter(one)) if len(one := {line[place] for line in documents}) == 1 else bare[0][place]
            for place in range(len(codes))
        ]
        assert shown == cells, names
        assert marks == {names.endswith("*")}
        assert not told & group
        told |= group
    assert told == agencies
    others = len({row.agency for row in duties}) - len(agencies)
    _take_readings(case, part, duties)
    if others:
        part.take(f"; {number(others)} {PLACES} khác đã thực hiện đúng hạn hoặc chưa đến hạn.")


def _submission(row: Row, merged: list[Row]) -> str:
    if row in merged and not row.reckoned.done_on and row.reckoned.state != "waived":
        return "lồng ghép trong Báo cáo này"
    return row.submission.partition(" (")[0] if row.is_in_order else row.submission


def annex_asked(case: Case) -> None:
    """What is only requested, which no rate counts."""
    days = f"tính đến hết ngày {day(case.world.as_of)}; liệt kê riêng, không tính vào tỷ lệ"
    part = _annex(case, "Phụ lục IV", days)
    answers = {"overdue": "chưa nhận được", "in_time": "chưa đến thời gian đề nghị"}
    rows = [
        (
            str(count),
            row.obligation.agency.name,
            row.product,
            row.due,
            row.result,
            "đã nhận được" if row.reckoned.done_on else answers[row.reckoned.state],
        )
        for count, row in enumerate((row for row in case.world.rows if row not in case.world.ordered), 1)
    ]
    assert rows
    heads = ("TT", "Cơ quan", "Nội dung đề nghị phối hợp", "Thời gian đề nghị", "Văn bản, ngày", "Kết quả")
    assert part.table(*heads) == rows


def annex_proofs(case: Case) -> None:
    """The products delivered, with their evidence; no annex without any."""
    plan, rows = case.world.plan, [row for row in case.tasks if row.reckoned.done_on]
    helps = any(case.agency in task.cooperating for task in plan.tasks.values())
    count = 0 if case.is_of_commune else sum((bool(case.tasks), bool(rows), helps))
    assert _annexes(case) == (["Phụ lục I", "Phụ lục II", "Phụ lục III"][:count] if count > 1 else ["Phụ lục"] * count)
    if not rows or case.is_of_commune:
        return
    part = _annex(case, "Phụ lục II", f"tính đến hết ngày {day(case.world.cutoff)}")
    table = part.table("TT", "Nhiệm vụ", "Sản phẩm", "Văn bản, ngày", "Minh chứng")
    for count, (cells, row) in enumerate(zip(table, rows, strict=True), 1):
        code = row.obligation.item.source[0]
        proofs = "; ".join(dict.fromkeys(row.reckoned.proofs))
        assert cells == (str(count), cells[1], row.product, row.result, proofs)
        assert letters(cells[1]) == letters(corrected(plan, code, plan.tasks[code].words))
