"""Vietnamese titles of files, records and choices, and a description of every key, for `papi schema`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from papi_cli.deadlines.model import Roll
from papi_cli.plan.choices import Counts, Does, ErratumKind, FulfilledBy, KnownEvent
from papi_cli.plan.editors.references import Reference
from papi_cli.plan.files import amendment_schema, schema
from papi_cli.problems import ProblemCode


class RecordDescription(NamedTuple):
    """The title of a record, and a description of each key that it defines."""

    title: str
    keys: Mapping[str, str]


CHOICE_TITLES: Mapping[type[StrEnum], str] = {
    Counts: "Ngày được tính",
    Does: "Loại việc",
    FulfilledBy: "Cách tính hoàn thành",
    schema.EveryKind: "Loại cơ quan",
    ErratumKind: "Loại lỗi",
    KnownEvent: "Loại sự kiện",
    Roll: "Cách xử lý khi rơi vào ngày nghỉ",
    ProblemCode: "Mã lỗi, mã cảnh báo",
}

REFERENCE_TITLES: Mapping[Reference, str] = {
    Reference.AGENCY: "Mã cơ quan",
    Reference.AGENCY_OR_GROUP: "Mã cơ quan hoặc nhóm cơ quan",
    Reference.PERIOD: "Mã kỳ báo cáo",
    Reference.PROVISION: "Mã điểm, khoản, mục",
    Reference.CITED: "Mã điểm, khoản, mục hoặc phần nguyên văn",
    Reference.INDEX: "Mã nội dung được theo dõi",
    Reference.ROW: "Mã dòng của bảng theo dõi (indices.yaml)",
    Reference.PLACE: "Nơi trong bản gốc",
    Reference.ITEM: "Mã đầu việc hoặc nhiệm vụ",
    Reference.CHANGED: "Mã của chỗ được sửa đổi",
    Reference.ANNEX: "Mã bảng nhiệm vụ",
    Reference.TASK_OR_ITEM: "Mã nhiệm vụ hoặc đầu việc",
}

_AGENCY_IDS = "mã cơ quan, nhóm cơ quan trong agencies.yaml"
_YEARLY = "true khi thời hạn là một khoảng nhiều năm và việc được theo dõi từng năm: mỗi năm một lần, đến hết năm."
_CITED_CODES = "mã điểm, khoản của provisions.yaml hoặc mã phần nguyên văn của văn bản"
_FULFILLED_BY = (
    "each (mặc định): từng cơ quan chủ trì đều phải hoàn thành; any: một cơ quan hoàn thành là xong cho tất cả."
)
_COUNTS = "Ngày được tính: issued (ngày ban hành), sent (ngày gửi), received (ngày nhận)."
_ROLL = (
    "Cách xử lý riêng khi ngày cuối cùng là ngày nghỉ: none (giữ nguyên), next (ngày làm việc kế tiếp), previous (ngày"
    " làm việc liền trước); không ghi thì theo policy.roll của plan.yaml."
)
_INTERPRETATION = "Cách hiểu ở điểm văn bản chưa quy định rõ."
_ON_BEHALF = "Dòng trên chức danh người ký khi ký thay mặt tập thể, ví dụ TM. ỦY BAN NHÂN DÂN."
_ANCHOR = (
    "Mã của việc mà thời hạn dạng «trong 10 ngày kể từ …» tính từ khi việc ấy hoàn thành; không ghi thì mốc là ngày ghi"
    " bằng papi record --anchored."
)
_CHANGED = "Mã của nhiệm vụ hoặc đầu việc được sửa."
_CELL = "Toàn bộ chữ của ô tương ứng trong bảng từ ngày hiệu lực."
_HEAD = "Chức danh người đứng đầu, dùng khi ký văn bản; chưa rõ thì để trống."
_DEPUTY = "Chức danh cấp phó, dùng khi ký thay; chưa rõ thì để trống."
_SYMBOL = "Ký hiệu cơ quan trong số văn bản; chưa rõ thì để trống."

RECORD_DESCRIPTIONS: Mapping[type[Any], RecordDescription] = {
    schema.InterpretationRecord: RecordDescription(
        "Cách hiểu",
        {
            "text": "Cách hiểu, viết thành câu.",
            "period": "Mã kỳ báo cáo (plan.yaml) mà sản phẩm gắn vào, nếu có.",
            "concerns": "Ở nhóm cơ quan: mã những thành viên mà cách hiểu này quyết định.",
            "confirmed_by": "Văn bản xác nhận cách hiểu; để trống khi chưa được xác nhận.",
        },
    ),
    schema.AnnexRecord: RecordDescription(
        "Phần đầu của phụ lục, nguyên văn",
        {
            "code": "Mã của phụ lục, không đổi: papi show và errata.yaml gọi nó như thế.",
            "label": "Tên gọi của phụ lục, như bản gốc; không có thì bỏ khóa.",
            "title": "Tiêu đề của phụ lục, nguyên văn; không có thì bỏ khóa.",
            "note": "Dòng «Kèm theo …» dưới tiêu đề, nguyên văn; không có thì bỏ khóa.",
            "columns": "Các cột của bảng, từ trái sang phải.",
            "numbers": "Dòng đánh số dưới tên cột, ví dụ (1), (2); không có thì bỏ khóa.",
        },
    ),
    schema.ColumnRecord: RecordDescription(
        "Cột của bảng",
        {
            "id": (
                "number (số thứ tự), task (nhiệm vụ), products (sản phẩm), lead (chủ trì), cooperating (phối hợp), due "
                "(thời hạn); cột khác thì đặt mã, ví dụ kinh-phi: giữ đúng chữ, chỉ để xem. Ở bảng của indices.yaml: label (tên gọi), "
                "name (nội dung), lead, cooperating."
            ),
            "head": "Tên cột, nguyên văn; văn bản không ghi thì bỏ trống, trừ cột riêng.",
            "role": "true: cột ghi cơ quan theo một vai trò khác, ví dụ thẩm tra.",
        },
    ),
    schema.DocumentPartRecord: RecordDescription(
        "Một phần nguyên văn của văn bản",
        {
            "code": "Mã của phần, ví dụ article-2: papi show, errata.yaml và khóa cited gọi nó như thế.",
            "name": "Cách dẫn phần này trong công văn, báo cáo, ví dụ Điều 2; không dẫn tới thì bỏ khóa.",
            "lines": "Nguyên văn, mỗi đoạn một mục; không sửa câu chữ.",
        },
    ),
    schema.DocumentRecord: RecordDescription(
        "Văn bản ban hành",
        {
            "kind": "Loại văn bản, ví dụ Quyết định, Kế hoạch, Chương trình, Nghị quyết.",
            "number": "Số của văn bản; để trống đến khi có văn bản đã ký, không phỏng đoán.",
            "symbol": "Ký hiệu đi sau số, ví dụ QĐ-UBND; của Đảng thì ghi cả gạch nối: -KH/TU.",
            "day": "Ngày ban hành, dạng 2026-02-10; để trống đến khi có văn bản đã ký.",
            "month": "Tháng ban hành như bản gốc ghi, ví dụ 02/2026; chưa rõ thì bỏ khóa.",
            "issuer": "Mã cơ quan, người ban hành trong agencies.yaml.",
            "title": "Trích yếu: những chữ đi sau tên nơi ban hành khi dẫn văn bản, ví dụ Về việc …, Ban hành ….",
            "proposal": "Tờ trình mà văn bản dựa vào, gồm số và ngày; không có thì bỏ khóa.",
            "quote": "Nguyên văn các phần của văn bản, theo thứ tự; có phần nào ghi phần ấy.",
        },
    ),
    schema.CitedRecord: RecordDescription(
        "Căn cứ mà công văn, báo cáo dẫn",
        {
            "follow_up": f"Nơi giao theo dõi, đôn đốc: {_CITED_CODES}.",
            "reports": f"Nơi quy định chế độ báo cáo: {_CITED_CODES}.",
            "difficulties": f"Nơi nói khó khăn, vướng mắc thì báo ai: {_CITED_CODES}.",
            "support": f"Nơi nói cơ quan nào hướng dẫn, hỗ trợ: {_CITED_CODES}.",
        },
    ),
    schema.SpanRecord: RecordDescription(
        "Thời gian thực hiện",
        {
            "first": "Ngày đầu của thời gian thực hiện (tính cả ngày này), dạng 2025-12-01.",
            "last": "Ngày cuối của thời gian thực hiện (tính cả ngày này), dạng 2030-12-31; văn bản không nói thì cơ quan tự chọn, theo dõi đến đâu ghi đến đó.",
        },
    ),
    schema.WindowRecord: RecordDescription(
        "Khoảng chốt số liệu",
        {
            "first": "Ngày đầu của khoảng chốt số liệu (tính cả ngày này), dạng 2025-12-01.",
            "last": "Ngày cuối của khoảng chốt số liệu (tính cả ngày này), dạng 2026-05-31.",
        },
    ),
    schema.PeriodRecord: RecordDescription(
        "Kỳ báo cáo",
        {
            "id": "Mã của kỳ, tự đặt; không đổi khi nơi khác đã dẫn tới.",
            "name": "Tên của kỳ, ví dụ 06 tháng đầu năm.",
            "data": "Khoảng chốt số liệu của kỳ; văn bản không nói thì bỏ khóa.",
            "due": "Cụm từ thời hạn gửi báo cáo, theo đúng chữ của văn bản.",
            "source": "Mã điểm, khoản trong provisions.yaml mà kỳ báo cáo dựa vào; không có thì bỏ khóa.",
        },
    ),
    schema.ReportSectionRecord: RecordDescription(
        "Mục do người soạn viết trong báo cáo tổng hợp",
        {
            "id": "Mã của mục: tên tệp để viết phần lời.",
            "title": "Đề mục.",
            "about": "Viết về gì, kèm điểm, khoản; hiện ở chỗ để trống cho người soạn.",
        },
    ),
    schema.PolicyRecord: RecordDescription(
        "Quy định riêng của cơ quan theo dõi",
        {
            "roll": (
                "Khi ngày cuối cùng là ngày nghỉ: none (giữ nguyên, mặc định), next (ngày làm việc kế tiếp), previous"
                " (ngày làm việc liền trước); thời hạn có chữ «trước» không bao giờ dời."
            ),
            "due_soon_days": "Còn từ bấy nhiêu ngày trở xuống thì coi là sắp đến hạn (mặc định 15).",
            "backdated_days": (
                "Ghi sau thời hạn một kết quả đề lùi quá bấy nhiêu ngày mà việc quá hạn thành đúng hạn thì phải xác nhận"
                " (mặc định 30)."
            ),
        },
    ),
    schema.WordsRecord: RecordDescription(
        "Cách gọi của chính văn bản",
        {
            "plan": "Kế hoạch được gọi tắt là gì trong câu: Kế hoạch, Chương trình; không ghi thì dùng loại văn bản.",
            "part": "Một phần của lời văn được gọi là gì khi dẫn tới: Mục, Phần, Chương.",
            "section": "Một phần của bảng nhiệm vụ được gọi là gì khi dẫn tới: Mục, Phần, Nhóm nhiệm vụ.",
            "index": "Một nội dung của indices.yaml được gọi là gì khi dẫn tới.",
            "area": "Cả địa bàn của kế hoạch được gọi là gì sau chữ «trên»: toàn tỉnh, toàn thành phố, địa bàn xã.",
        },
    ),
    schema.PlanFile: RecordDescription(
        "Văn bản ban hành và các quy định chung của kế hoạch (plan.yaml)",
        {
            "title": "Tên đầy đủ của kế hoạch.",
            "short_name": "Tên gọi ngắn, dùng trong câu; không ghi thì dùng tên đầy đủ.",
            "year": "Năm thực hiện, bốn chữ số, khi là cả một năm; khoảng khác thì ghi span.",
            "span": "Thời gian thực hiện khi không phải là cả một năm; ghi span thì bỏ year.",
            "province": "Tên tỉnh hoặc thành phố, không có chữ «tỉnh», «thành phố» ở trước.",
            "time_zone": "Múi giờ quyết định «hôm nay» là ngày nào; ở Việt Nam là Asia/Ho_Chi_Minh.",
            "coordinator": "Mã cơ quan đầu mối theo dõi Kế hoạch.",
            "addressee": "Mã cơ quan nhận báo cáo.",
            "words": "Cách gọi các phần của chính văn bản.",
            "document": "Văn bản ban hành: quyết định ban hành kế hoạch, hoặc chính kế hoạch.",
            "cited": "Các điểm, khoản, điều mà công văn, báo cáo dẫn làm căn cứ; không có thì bỏ.",
            "periods": "Các kỳ báo cáo, theo thứ tự thời gian; không có thì bỏ.",
            "report": "Những mục mà báo cáo tổng hợp của riêng kế hoạch này có thêm; không có thì bỏ.",
            "policy": "Những điều văn bản để cơ quan theo dõi tự quy định.",
        },
    ),
    schema.AgencyRecord: RecordDescription(
        "Cơ quan",
        {
            "id": "Mã cơ quan: tên viết không dấu, nối bằng gạch ngang; không đổi khi sổ theo dõi đã dùng.",
            "name": "Tên như văn bản ghi.",
            "short_name": "Tên ngắn, dùng trong bảng và trong danh sách; không ghi thì dùng tên đầy đủ.",
            "code": "Mã đơn vị hành chính của xã, phường: 5 chữ số, đặt trong dấu nháy.",
            "aliases": "Cách viết khác và tên viết tắt; mỗi cách viết chỉ thuộc một cơ quan hoặc một nhóm.",
            "superior": "Mã cơ quan cấp trên, ghi ở đầu văn bản.",
            "place": "Địa danh ghi trên văn bản; chưa rõ thì để trống.",
            "symbol": _SYMBOL,
            "letterhead": "Các dòng tên cơ quan ở đầu văn bản; không ghi thì là tên viết hoa.",
            "as_superior": "Dòng ghi ở đầu văn bản của cơ quan trực thuộc; không ghi thì là letterhead trên một dòng.",
            "on_behalf": _ON_BEHALF,
            "head": _HEAD,
            "deputy": _DEPUTY,
            "signer": "Họ tên người đứng đầu, ghi dưới chữ ký.",
            "deputy_signer": "Họ tên cấp phó ký thay (--deputy), ghi dưới chữ ký.",
            "unit": "Đơn vị soạn thảo, ghi sau «Lưu: VT,» và trong ký hiệu công văn, ví dụ CCHC.",
            "letter_symbol": "Ký hiệu của công văn, ví dụ UBND-VP; không ghi thì là symbol, dấu nối và unit.",
            "contact": "Người để liên hệ, ghi trong công văn: họ tên, chức vụ, điện thoại, thư điện tử.",
            "since": "Ngày đầu tiên hoạt động, dạng 2026-07-01; có từ trước kế hoạch thì bỏ khóa.",
            "until": "Ngày cuối cùng hoạt động (tính cả ngày này), khi sáp nhập, chia tách, đổi tên, giải thể.",
            "successor": (
                "Mã cơ quan kế thừa từ ngày sau «until»: một mã, hoặc danh sách khi chia tách; giải thể không có cơ quan "
                "kế thừa thì bỏ khóa."
            ),
            "by": "Văn bản quyết định việc ấy, ví dụ Nghị quyết số 12/NQ-HĐND ngày 25/6/2026.",
        },
    ),
    schema.SuccessorRecord: RecordDescription(
        "Cơ quan kế thừa",
        {
            "agency": "Mã cơ quan kế thừa.",
            "takes": "Mã những nhiệm vụ, đầu việc mà cơ quan này nhận; bỏ khóa thì nhận tất cả phần còn lại.",
        },
    ),
    schema.CommunesRecord: RecordDescription(
        "Các xã, phường",
        {
            "prefix": "Chữ đứng trước tên riêng của mỗi xã, phường trong danh sách, ví dụ UBND.",
            "noun": "Cách gọi chung khi nói về nhiều đơn vị trong danh sách, ví dụ xã, phường.",
            "letterhead": "Các dòng ở đầu văn bản, trên dòng tên của từng xã, phường.",
            "on_behalf": _ON_BEHALF,
            "symbol": "Ký hiệu chung của UBND xã, phường trong số văn bản.",
            "head": _HEAD,
            "deputy": _DEPUTY,
            "list": "Các xã, phường theo thứ tự của danh mục hành chính.",
        },
    ),
    schema.GroupRecord: RecordDescription(
        "Nhóm cơ quan",
        {
            "id": "Mã của nhóm: tên viết không dấu, nối bằng gạch ngang.",
            "name": "Tên nhóm như văn bản ghi.",
            "short_name": "Tên ngắn, dùng trong câu và trong bảng; không ghi thì dùng tên đầy đủ.",
            "aliases": "Các cách viết khác của nhóm trong văn bản.",
            "members": "Mã các cơ quan hoặc nhóm khác thuộc nhóm này.",
            "every": "Lấy tất cả cơ quan một loại: department (các cơ quan ở departments), commune (các xã, phường).",
            "open": "true: nhóm mở («có liên quan», …), không bao giờ tách thành từng cơ quan.",
            "interpretation": "Cách hiểu nhóm gồm những cơ quan nào.",
        },
    ),
    schema.AgenciesFile: RecordDescription(
        "Cơ quan, đơn vị và nhóm cơ quan (agencies.yaml)",
        {
            "departments": "Các cơ quan chuyên môn: sở, ban, ngành của tỉnh, hoặc phòng, ban của xã.",
            "departments_noun": "Cách gọi chung các cơ quan ấy khi đếm, ví dụ sở, ban, ngành.",
            "bodies": "Các cơ quan, tổ chức khác mà văn bản nhắc tới.",
            "communes": "Các xã, phường và những gì chung cho tất cả; bỏ khóa nếu Kế hoạch không có xã, phường.",
            "groups": "Các nhóm cơ quan.",
            "open_groups": "Cách hiểu chung cho các nhóm mở.",
        },
    ),
    schema.RowQuoteRecord: RecordDescription(
        "Nguyên văn các ô của một dòng bảng theo dõi",
        {
            "label": "Ô thứ nhất, ví dụ Nội dung thành phần 1.",
            "name": "Ô «Nội dung».",
            "lead": "Ô «Cơ quan chủ trì»; bỏ khóa khi ô trống hoặc gộp với dòng trên.",
            "merged_with": "Mã của dòng có ô «Cơ quan chủ trì» gộp chung với dòng này.",
            "cooperating": "Ô «Cơ quan phối hợp»; bỏ khóa khi ô trống.",
        },
    ),
    schema.FollowedRowRecord: RecordDescription(
        "Nội dung chi tiết",
        {
            "code": 'Mã, đặt trong dấu nháy: "4", "4.2" hoặc "4.2.1"; không đổi.',
            "quote": "Nguyên văn các ô của dòng; không sửa câu chữ.",
            "lead": f"Cơ quan chủ trì theo dõi: {_AGENCY_IDS}.",
            "cooperating": f"Cơ quan phối hợp: {_AGENCY_IDS}.",
        },
    ),
    schema.ComponentRecord: RecordDescription("Nội dung thành phần", {"sub_items": "Các nội dung chi tiết, nếu có."}),
    schema.IndexRecord: RecordDescription("Nội dung được theo dõi", {"components": "Các nội dung thành phần."}),
    schema.IndicesFile: RecordDescription(
        "Bảng các nội dung được theo dõi và cơ quan theo dõi (indices.yaml)",
        {"annex": "Phần đầu của bảng.", "indices": "Các nội dung, theo thứ tự của văn bản."},
    ),
    schema.MilestoneRecord: RecordDescription(
        "Sản phẩm đầu ra, mốc",
        {
            "code": "Mã của sản phẩm trong nhiệm vụ, ví dụ ke-hoach; không đổi và không dùng lại.",
            "product": "Tên sản phẩm, theo đúng chữ của ô «Sản phẩm đầu ra».",
            "phase": "Tên giai đoạn khi mốc không phải là một sản phẩm.",
            "due": "Cụm từ thời hạn riêng, theo đúng chữ của văn bản; không ghi thì theo `due` của nhiệm vụ.",
            "yearly": _YEARLY,
            "counts": f"{_COUNTS} Mặc định là issued.",
            "issuer": "Mã nơi ban hành, khi cơ quan chủ trì chỉ tham mưu, trình.",
            "fulfilled_by": _FULFILLED_BY,
            "roll": _ROLL,
            "anchor": _ANCHOR,
            "interpretation": _INTERPRETATION,
        },
    ),
    schema.TaskRecord: RecordDescription(
        "Nhiệm vụ (một dòng của bảng)",
        {
            "code": "Mã nhiệm vụ, mỗi dòng một mã; không đổi và không dùng lại.",
            "quote": (
                "Nguyên văn từng ô, theo mã cột của bảng; ô trống thì để trống, không sửa câu chữ. Bỏ ô number khi mã kết "
                "thúc bằng chính số thứ tự."
            ),
            "lead": f"Cơ quan chủ trì: {_AGENCY_IDS}.",
            "cooperating": f"Cơ quan phối hợp: {_AGENCY_IDS}.",
            "roles": f"Các vai trò khác, theo mã cột của bảng: {_AGENCY_IDS}.",
            "others": "Các cụm từ mở ở ô cơ quan, không ràng buộc cơ quan nào.",
            "due": (
                "Cụm từ thời hạn theo đúng chữ của văn bản, ví dụ trước ngày 10/6/2026; áp dụng cho mọi sản phẩm"
                " không có `due` riêng. Ngày cuối cùng được tính ra, không ghi vào đây."
            ),
            "yearly": _YEARLY,
            "anchor": f"{_ANCHOR} Áp dụng cùng `due` của nhiệm vụ.",
            "interpretation": _INTERPRETATION,
            "milestones": "Các sản phẩm đầu ra và mốc; bỏ khóa khi việc được giao chính là nhiệm vụ.",
        },
    ),
    schema.SectionRecord: RecordDescription(
        "Phần của bảng",
        {
            "number": "Số in trước tên mục; không có thì bỏ khóa.",
            "index": 'Mã nội dung (indices.yaml) mà mục này nói tới, nếu có, đặt trong dấu nháy: "2".',
            "heading": "Tên mục, nguyên văn.",
            "tasks": "Các nhiệm vụ ngay dưới tên mục, theo thứ tự của văn bản.",
            "sections": "Các mục nhỏ hơn, nếu có.",
        },
    ),
    schema.TaskAnnexRecord: RecordDescription(
        "Bảng nhiệm vụ",
        {
            "tasks": "Các nhiệm vụ không nằm dưới mục nào.",
            "sections": "Các mục, theo thứ tự của văn bản.",
        },
    ),
    schema.TasksFile: RecordDescription(
        "Các bảng nhiệm vụ (tasks.yaml)",
        {"annexes": "Mỗi bảng nhiệm vụ của văn bản một mục."},
    ),
    schema.DutyRecord: RecordDescription(
        "Đầu việc có thời hạn ngoài bảng nhiệm vụ",
        {
            "code": "Mã của đầu việc, tự đặt; không đổi và không dùng lại.",
            "does": "Là việc gì: report (báo cáo), plan (ban hành kế hoạch), figures (cung cấp số liệu), other (việc khác).",
            "title": "Việc phải làm, viết gọn thành một câu.",
            "product": "Tên văn bản, sản phẩm phải có.",
            "agencies": f"Ai phải làm: {_AGENCY_IDS}.",
            "asked": "true: văn bản đề nghị chứ không giao; liệt kê riêng, không tính tỷ lệ, không đôn đốc.",
            "due": "Cụm từ thời hạn, theo đúng chữ của văn bản; không ghi thời hạn thì bỏ khóa.",
            "period": "Mã kỳ báo cáo trong plan.yaml; khoảng chốt số liệu lấy ở đó. Không ghi thì là kỳ có cùng ngày cuối cùng gửi báo cáo mà chưa đầu việc nào ghi.",
            "counts": _COUNTS,
            "fulfilled_by": _FULFILLED_BY,
            "roll": _ROLL,
            "anchor": _ANCHOR,
            "interpretation": _INTERPRETATION,
            "source": "Mã các điểm, khoản trong provisions.yaml mà đầu việc dựa vào; không có thì bỏ khóa.",
        },
    ),
    schema.DutiesFile: RecordDescription(
        "Các đầu việc có thời hạn ngoài bảng nhiệm vụ (duties.yaml)", {"duties": "Các đầu việc có thời hạn."}
    ),
    schema.ProvisionRecord: RecordDescription(
        "Mục, khoản, điểm",
        {
            "code": "Mã của mục, khoản, điểm: số La Mã của mục viết bằng chữ số, sau «part-»; khoản sau dấu /, điểm sau dấu chấm.",
            "index": 'Mã nội dung của indices.yaml mà mục, khoản này nói tới, nếu có, đặt trong dấu nháy: "2".',
            "heading": "Tên mục, tên khoản, nguyên văn.",
            "text": "Nội dung, nguyên văn, giữ cả lỗi chính tả.",
            "binds": f"Ai phải thực hiện: {_AGENCY_IDS}; không ghi thì theo `binds` của khoản.",
            "asked": "true: văn bản đề nghị chứ không giao.",
            "points": "Các khoản, điểm bên trong.",
        },
    ),
    schema.ProvisionsFile: RecordDescription(
        "Nguyên văn các mục của Kế hoạch (provisions.yaml)", {"parts": "Các mục, theo thứ tự của Kế hoạch."}
    ),
    schema.CalendarDayRecord: RecordDescription(
        "Ngày nghỉ hoặc ngày làm bù",
        {
            "day": "Ngày, dạng 2026-04-30.",
            "name": "Tên ngày nghỉ, hoặc lý do làm bù.",
            "source": "Căn cứ: điều khoản, văn bản hoặc thông báo.",
        },
    ),
    schema.CalendarFile: RecordDescription(
        "Lịch nghỉ và ngày làm bù (calendar.yaml)",
        {
            "holidays": "Các ngày nghỉ, ngoài thứ Bảy và Chủ nhật.",
            "workdays": "Các ngày cuối tuần phải làm bù.",
        },
    ),
    schema.ErratumRecord: RecordDescription(
        "Lỗi của bản gốc",
        {
            "kind": (
                "Loại lỗi: typo (chính tả), wording (câu chữ), structure (bố cục), conflict (mâu thuẫn), date (ngày,"
                " thời hạn), name (một cơ quan nhiều cách viết)."
            ),
            "places": "Nơi có lỗi: document, mã phần nguyên văn, mã phụ lục, mã điểm, khoản hoặc mã dòng của phụ lục.",
            "quote": "Đúng chữ trong bản gốc; nơi nào ở `places` cũng có chữ ấy.",
            "reads": "Cách đọc đúng.",
            "note": "Ghi chú, nhất là khi lỗi không nằm ở một cụm từ.",
            "silences": "Mã cảnh báo của «papi check» mà dòng này giải thích, ví dụ P304; cảnh báo ấy không nhắc lại.",
        },
    ),
    schema.IndexScoreRecord: RecordDescription(
        "Điểm của một nội dung",
        {"index": 'Mã nội dung, đặt trong dấu nháy, ví dụ "4".', "points": "Điểm, ví dụ 5,12."},
    ),
    schema.YearScoresRecord: RecordDescription(
        "Điểm của một năm",
        {
            "year": "Năm của điểm, bốn chữ số.",
            "source": "Nguồn của điểm: báo cáo, trang, ngày công bố.",
            "total": "Tổng điểm, nếu có.",
            "indices": "Điểm của từng nội dung.",
        },
    ),
    schema.ScoresFile: RecordDescription(
        "Điểm các năm gần đây (scores.yaml); cơ quan sử dụng tự nhập",
        {
            "name": "Tên gọi của điểm, dùng trong báo cáo; không có thì bỏ khóa.",
            "scores": "Các năm, mỗi năm một mục, kèm nguồn.",
        },
    ),
    schema.EarlierPlanRecord: RecordDescription(
        "Kế hoạch trước, còn việc chưa xong",
        {
            "id": "Mã của kế hoạch ấy, đứng đầu mã các việc chuyển tiếp; thường là năm: 2026.",
            "title": "Tên đầy đủ của kế hoạch ấy.",
            "short_name": "Tên ngắn, dùng trong câu và đề mục; không có thì bỏ.",
            "document": "Cách dẫn văn bản ban hành kế hoạch ấy; chưa rõ thì bỏ.",
            "span": "Thời gian thực hiện của kế hoạch ấy; thời hạn không ghi năm được đọc theo thời gian này.",
        },
    ),
    schema.CarriedItemRecord: RecordDescription(
        "Việc chưa xong của kế hoạch trước",
        {
            "code": "Mã kế hoạch trước, dấu «/» và mã của việc trong kế hoạch ấy: 2026/A-2/ke-hoach.",
            "title": "Nội dung nhiệm vụ, đầu việc, đúng chữ của kế hoạch trước.",
            "product": "Sản phẩm; việc được giao chính là nhiệm vụ thì bỏ.",
            "cited": "Cách dẫn việc ấy trong kế hoạch trước: số thứ tự 5 của phụ lục; công văn nêu ở cột căn cứ.",
            "agencies": "Cơ quan còn nợ việc này, hoặc cơ quan kế thừa.",
            "due": "Cụm từ thời hạn của kế hoạch trước; không có thì bỏ.",
            "until": "Ngày cuối cùng khi cụm từ thời hạn không cho biết: được gia hạn, tính từ mốc, một lần của việc định kỳ.",
            "counts": "Ngày được tính: issued (ban hành), sent (gửi), received (nhận).",
            "issuer": "Nơi ban hành khi cơ quan chỉ tham mưu, trình.",
            "fulfilled_by": "each: từng cơ quan phải hoàn thành; any: một cơ quan hoàn thành là xong.",
            "asked": "true nếu là việc đề nghị, không phải việc giao.",
            "note": "Điều cần biết khi chuyển tiếp, ví dụ đã trình văn bản nào.",
            "known": "Điều kế hoạch trước đã ghi nhận về việc này: đã trình, đang thực hiện, được gia hạn, đề nghị gia hạn, bị trả lại.",
            "taken_up": "Việc trong kế hoạch này tiếp nhận việc ấy, và từ ngày nào: {by: A-2/ke-hoach, since: 2027-01-15}.",
        },
    ),
    schema.TakenUpRecord: RecordDescription(
        "Việc trong kế hoạch này tiếp nhận một việc chuyển tiếp",
        {
            "by": "Mã của việc trong kế hoạch này.",
            "since": "Ngày đầu tiên theo dõi ở việc mới; trước ngày ấy, việc cũ vẫn theo dõi theo mã cũ.",
        },
    ),
    schema.KnownRecord: RecordDescription(
        "Điều kế hoạch trước đã ghi nhận về một việc chưa xong",
        {
            "event": "Loại sự kiện, như trong sổ theo dõi: submitted (đã trình), progress (đang thực hiện), extended (được gia hạn).",
            "date": "Ngày của sự kiện.",
            "agencies": "Mã các cơ quan có sự kiện ấy; bỏ trống là tất cả cơ quan của việc này.",
            "document": "Số văn bản.",
            "until": "Ngày được gia hạn, hoặc ngày đề nghị gia hạn đến.",
            "note": "Nội dung.",
        },
    ),
    schema.CarriedFile: RecordDescription(
        "Việc chưa xong của kế hoạch trước, chuyển tiếp sang kế hoạch này (carried.yaml)",
        {
            "plans": "Các kế hoạch trước, mỗi kế hoạch một mục.",
            "groups": "Các nhóm mà `agencies` của việc nêu, với thành viên khi chuyển tiếp.",
            "items": "Các việc chưa xong, mỗi việc một mục.",
        },
    ),
    schema.CarriedGroupRecord: RecordDescription(
        "Nhóm cơ quan còn nợ việc khi chuyển tiếp",
        {
            "id": "Mã nhóm mà `agencies` nêu; có thể là mã một nhóm của kế hoạch, vì nhóm ấy về sau có thể thêm, bớt thành viên.",
            "members": "Mã các cơ quan của nhóm khi chuyển tiếp.",
        },
    ),
    schema.ErrataFile: RecordDescription(
        "Lỗi và chỗ chưa thống nhất đã biết của bản gốc (errata.yaml)", {"errata": "Các lỗi, mỗi lỗi một mục."}
    ),
    amendment_schema.AmendingDocumentRecord: RecordDescription(
        "Văn bản sửa đổi, bổ sung",
        {
            "kind": "Loại văn bản, ví dụ Quyết định, Kế hoạch, Công văn.",
            "number": "Số của văn bản.",
            "symbol": "Ký hiệu đi sau số, ví dụ QĐ-UBND.",
            "day": "Ngày ban hành, dạng 2026-07-10.",
            "issuer": "Mã cơ quan, người ban hành trong agencies.yaml.",
            "title": "Trích yếu: những chữ đi sau tên nơi ban hành khi dẫn văn bản, ví dụ Sửa đổi, bổ sung ….",
        },
    ),
    amendment_schema.DueChangeRecord: RecordDescription(
        "Sửa thời hạn",
        {
            "of": f"{_CHANGED} Kỳ báo cáo cũng có thời hạn.",
            "was": "Thời hạn đang có hiệu lực ngay trước văn bản này, đúng chữ; chưa có thì bỏ khóa.",
            "is": "Thời hạn mới, đúng chữ của văn bản này; văn bản bỏ thời hạn thì ghi dấu gạch ngang.",
            "yearly": _YEARLY,
            "anchor": _ANCHOR,
            "cell": f"{_CELL} Không ghi thì ô được thay khi đang có đúng chữ cũ và chỉ chữ ấy.",
        },
    ),
    amendment_schema.AgenciesChangeRecord: RecordDescription(
        "Sửa cơ quan chủ trì, phối hợp",
        {
            "of": "Mã của nhiệm vụ; của đầu việc ngoài bảng thì mã của đầu việc ấy.",
            "was": f"Các cơ quan đang có ngay trước văn bản này: {_AGENCY_IDS}.",
            "is": f"Các cơ quan từ ngày hiệu lực: {_AGENCY_IDS}.",
            "cell": f"{_CELL} Không ghi thì ô giữ nguyên.",
        },
    ),
    amendment_schema.ProductChangeRecord: RecordDescription(
        "Sửa sản phẩm",
        {
            "of": "Mã của đầu việc.",
            "was": "Sản phẩm đang có ngay trước văn bản này, đúng chữ.",
            "is": "Sản phẩm mới, đúng chữ của văn bản này.",
            "issuer": "Mã cơ quan ban hành sản phẩm mới, khi không phải là cơ quan chủ trì.",
            "counts": f"{_COUNTS} Không ghi thì như sản phẩm cũ.",
            "cell": f"{_CELL} Không ghi thì ô được thay khi đang có đúng chữ cũ và chỉ chữ ấy.",
        },
    ),
    amendment_schema.TextChangeRecord: RecordDescription(
        "Sửa chữ của một ô",
        {
            "of": "Mã của nhiệm vụ; của đầu việc ngoài bảng thì chữ được sửa là tên việc.",
            "column": "Mã cột của bảng, ví dụ cooperating, kinh-phi; không ghi là task (nhiệm vụ).",
            "was": "Toàn bộ chữ của ô ngay trước văn bản này; ô trống thì bỏ khóa.",
            "is": "Toàn bộ chữ của ô từ ngày hiệu lực.",
        },
    ),
    amendment_schema.NumberChangeRecord: RecordDescription(
        "Sửa số thứ tự",
        {
            "of": "Mã của nhiệm vụ; mã ấy giữ nguyên.",
            "was": "Số thứ tự in ngay trước văn bản này.",
            "is": "Số thứ tự từ ngày hiệu lực.",
        },
    ),
    amendment_schema.AddedRecord: RecordDescription(
        "Bổ sung",
        {
            "annex": "Mã của bảng mà nhiệm vụ được thêm vào; kế hoạch chỉ có một bảng thì bỏ khóa.",
            "section": "Số (không có thì tên) của mục chứa nhiệm vụ, từ mục ngoài cùng vào: [III], [A, I, 1].",
            "after": "Mã của việc đứng ngay trước; không ghi thì thêm vào cuối.",
            "to": "Mã của nhiệm vụ mà sản phẩm thêm vào thuộc về.",
            "task": "Nhiệm vụ được thêm, viết như ở tasks.yaml.",
            "milestone": "Sản phẩm hoặc mốc được thêm vào một nhiệm vụ, viết như ở tasks.yaml.",
            "duty": "Đầu việc ngoài bảng được thêm, viết như ở duties.yaml.",
        },
    ),
    amendment_schema.DroppedRecord: RecordDescription(
        "Đưa ra khỏi kế hoạch",
        {"of": "Mã của nhiệm vụ hoặc đầu việc không còn giao."},
    ),
    amendment_schema.SplitRecord: RecordDescription(
        "Tách nhiệm vụ",
        {
            "of": "Mã của nhiệm vụ được tách.",
            "into": "Các nhiệm vụ mới thay chỗ, từ hai trở lên, viết như ở tasks.yaml, mỗi nhiệm vụ một mã mới.",
        },
    ),
    amendment_schema.ChangeRecord: RecordDescription(
        "Một thay đổi",
        {
            "source": "Mã của phần nguyên văn (quote của tệp này) quy định thay đổi ấy, nếu có.",
            "due": "Sửa thời hạn của nhiệm vụ, đầu việc, kỳ báo cáo.",
            "lead": "Đổi cơ quan chủ trì, hoặc cơ quan chịu trách nhiệm.",
            "cooperating": "Đổi cơ quan phối hợp.",
            "product": "Đổi sản phẩm.",
            "text": "Sửa chữ của một ô trong bảng.",
            "number": "Đổi số thứ tự được in.",
            "add": "Bổ sung nhiệm vụ, sản phẩm, đầu việc ngoài bảng.",
            "drop": "Đưa nhiệm vụ, đầu việc ra khỏi kế hoạch.",
            "split": "Tách một nhiệm vụ thành nhiều nhiệm vụ.",
        },
    ),
    amendment_schema.AmendmentFile: RecordDescription(
        "Văn bản sửa đổi, bổ sung kế hoạch (amendments/*.yaml)",
        {
            "document": "Văn bản sửa đổi, bổ sung.",
            "effective": "Ngày đầu tiên áp dụng nội dung mới; không ghi là ngày của văn bản.",
            "recorded": "Lúc cơ quan tiếp nhận, dạng 2026-07-20T09:12:00+07:00; không ghi thì coi như đã biết từ trước.",
            "quote": "Nguyên văn các phần của văn bản, theo thứ tự; có phần nào ghi phần ấy.",
            "changes": "Các thay đổi, theo thứ tự; mỗi mục đúng một loại.",
        },
    ),
}
