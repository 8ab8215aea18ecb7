"""An explanation for each problem code: what it means, why it matters, how to fix it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papi_cli.problems import Misuse, ProblemCode
from papi_cli.text import nfc


class CodeExplanation(NamedTuple):
    """What `papi check --explain` says about a code."""

    title: str
    why: str
    fix: str


def find_code(word: str) -> ProblemCode:
    """Return the code written as `word`; raises Misuse for any other word."""
    try:
        return ProblemCode(word.strip().upper())
    except ValueError as error:
        raise Misuse(f"Không có mã lỗi «{nfc(word)}». Các mã: {', '.join(ProblemCode)}.") from error


def explain_code(code: ProblemCode) -> str:
    """Return what `papi check --explain` prints about `code`."""
    entry = CATALOGUE[code]
    return f"{code.value}: {entry.title}\n\nVì sao quan trọng: {entry.why}\nCách sửa: {entry.fix}\n"


_RESTORE = "khôi phục dòng ấy bằng git; điều cần sửa được ghi thành một sự kiện mới."
_RESTORE_FILE = (
    "khôi phục tệp: git checkout -- TỆP; nếu bản bị sửa đã được lưu thì git log -- TỆP cho biết phiên bản còn đúng, rồi "
    "git checkout PHIÊN-BẢN -- TỆP. Không còn bản đúng ở đâu thì xóa tệp, ghi lại các sự kiện của tệp bằng papi record."
)

_CORRECT = (
    "ghi nhầm thì dùng papi retract, papi correct. Nếu chính lần lưu trước là lần làm sai thì sửa bằng git revert: lần kiểm "
    "tra sau đó không báo nữa."
)

CATALOGUE: Mapping[ProblemCode, CodeExplanation] = {
    ProblemCode.ENCODING: CodeExplanation(
        "tệp không phải là văn bản UTF-8",
        "chữ có dấu đọc theo bảng mã khác sẽ thành chữ sai.",
        "mở tệp trong trình soạn thảo rồi lưu lại với bảng mã UTF-8; xóa ký tự điều khiển.",
    ),
    ProblemCode.TOO_LARGE: CodeExplanation(
        "tệp quá lớn",
        "một kế hoạch chỉ vài trăm KB; tệp lớn hơn 5 MB thường là nhầm tệp.",
        "kiểm tra xem có chép nhầm tệp khác vào thư mục «plan» hay không.",
    ),
    ProblemCode.CONFLICT_MARKER: CodeExplanation(
        "còn dấu xung đột của git",
        "hai bản sửa cùng một chỗ chưa được chọn, chưa biết bản nào đúng.",
        "giữ lại một bên (hoặc gộp cả hai), xóa ba dòng đánh dấu.",
    ),
    ProblemCode.SYNTAX: CodeExplanation(
        "sai cú pháp YAML",
        "từ chỗ này trở đi tệp không đọc được, các lỗi phía sau chưa thấy hết.",
        "xem thụt dòng, dấu hai chấm, dấu nháy ở dòng được chỉ và dòng ngay trên.",
    ),
    ProblemCode.TAB: CodeExplanation(
        "có dấu Tab hoặc ký tự không được dùng",
        "YAML chỉ nhận dấu cách để thụt dòng.",
        "thay dấu Tab bằng dấu cách; đặt giá trị bắt đầu bằng ký tự đặc biệt trong dấu nháy.",
    ),
    ProblemCode.DUPLICATE_KEY: CodeExplanation(
        "một khóa ghi hai lần trong cùng khối",
        "chỉ một giá trị có hiệu lực, người đọc không biết giá trị nào.",
        "giữ lại một khóa; trong sổ theo dõi thì khôi phục tệp như khi ghi.",
    ),
    ProblemCode.ANCHOR: CodeExplanation(
        "có neo hoặc bí danh của YAML",
        "một chỗ sửa sẽ ngầm đổi chỗ khác, khó thấy khi duyệt thay đổi.",
        "viết lại nội dung đầy đủ; giá trị bắt đầu bằng & hoặc * thì đặt trong dấu nháy.",
    ),
    ProblemCode.TAG: CodeExplanation(
        "có nhãn kiểu của YAML",
        "mọi giá trị của kế hoạch được đọc là chữ, nhãn làm sai ý đó.",
        "bỏ nhãn; giá trị bắt đầu bằng ! thì đặt trong dấu nháy.",
    ),
    ProblemCode.MULTIPLE_DOCUMENTS: CodeExplanation(
        "tệp có nhiều tài liệu",
        "chỉ tài liệu đầu được đọc, phần sau «---» sẽ bị bỏ sót.",
        "xóa dòng «---» ở giữa tệp, gộp nội dung thành một.",
    ),
    ProblemCode.TOO_DEEP: CodeExplanation(
        "nội dung lồng nhau quá sâu",
        "kế hoạch không có chỗ nào cần quá vài tầng; thường là gõ nhầm dấu ngoặc.",
        "xem lại thụt dòng và dấu ngoặc ở chỗ được chỉ.",
    ),
    ProblemCode.EMPTY_FILE: CodeExplanation(
        "tệp trống",
        "thiếu nội dung của tệp này thì không tính được kế hoạch.",
        "khôi phục tệp bằng git.",
    ),
    ProblemCode.MISSING_FILE: CodeExplanation(
        "thiếu tệp của kế hoạch",
        "mỗi tệp giữ một phần của kế hoạch, thiếu một tệp thì không tính được.",
        "khôi phục tệp bằng git, đúng tên và đúng thư mục «plan».",
    ),
    ProblemCode.KEY_NOT_SCALAR: CodeExplanation(
        "tên khóa không phải là một từ đơn giản",
        "khóa là danh sách hoặc khối thì không có nghĩa trong kế hoạch.",
        "viết «khóa: giá trị», đặt giá trị có dấu ngoặc trong dấu nháy.",
    ),
    ProblemCode.BOM: CodeExplanation(
        "đầu tệp có dấu BOM",
        "tệp vẫn đọc được, nhưng công cụ khác có thể hiểu sai khóa đầu tiên và mỗi lần lưu lại sinh một thay đổi thừa.",
        "lưu lại tệp dạng UTF-8 không có BOM.",
    ),
    ProblemCode.NOT_NFC: CodeExplanation(
        "chữ có dấu ở dạng tổ hợp (NFD)",
        "tệp vẫn đọc được, nhưng tìm kiếm và so sánh thay đổi trong công cụ khác sẽ không khớp.",
        "chuyển tệp sang dạng dựng sẵn (NFC) rồi lưu lại.",
    ),
    ProblemCode.STRAY_FILE: CodeExplanation(
        "tệp nằm cạnh các tệp của kế hoạch nhưng không được đọc",
        "điều ghi trong tệp ấy không được tính ở đâu, dù người ghi tưởng là có; thường là bản chép thừa, bản trùng do đồng "
        "bộ, hoặc tên gõ nhầm.",
        "chép nội dung cần giữ vào tệp được đọc, hoặc đổi lại tên; xóa bản thừa, để tài liệu khác ở ngoài «plan» và "
        "«templates». Tệp minh chứng và các tệp cùng thư mục riêng với nó thì không bị nêu.",
    ),
    ProblemCode.FORBIDDEN_CHARACTER: CodeExplanation(
        "có ký tự điều khiển hoặc ký tự ẩn",
        "ký tự ấy không nhìn thấy được nhưng điều khiển màn hình, đổi chiều chữ hoặc làm hai chữ khác nhau trông như một; dòng "
        "đọc thấy không còn đúng như dòng đã viết.",
        "trong tệp kế hoạch: xóa ký tự ở chỗ được chỉ rồi gõ lại. Trong sổ theo dõi: dòng đã ghi giữ nguyên và vẫn được tính, ký tự "
        "ấy hiện thành «�»; xem ai đã ghi, cần thì ghi lại bằng papi correct. Tên tệp: đổi tên.",
    ),
    ProblemCode.MISLEADING_CHARACTER: CodeExplanation(
        "chữ trông như chữ khác, hoặc ký tự không nhìn thấy",
        "chữ Ð (U+00D0) của các bộ chuyển mã cũ trông như Đ, chữ Nga hay Hy Lạp lẫn trong từ trông như chữ La-tinh, ký tự không độ rộng thì không "
        "thấy được; tìm trong trình soạn thảo hay trong văn bản đã lập sẽ không ra, dù chương trình vẫn hiểu Ð là Đ.",
        "gõ lại chữ ở chỗ được chỉ; ký tự ẩn thì xóa.",
    ),
    ProblemCode.LINE_ENDS_TURNED: CodeExplanation(
        "tệp minh chứng bị đổi ký tự xuống dòng",
        "git trên Windows thường đổi ký tự xuống dòng của tệp văn bản (.txt, .csv, .html, .eml) khi lấy về hoặc khi lưu; chữ "
        "không đổi nhưng tệp không còn khớp mã kiểm tra trong sổ theo dõi.",
        "thêm dòng «* -text» vào cuối tệp .gitattributes cạnh thư mục «plan» (kho tạo bằng papi init đã có sẵn) rồi lưu "
        "(commit). Sau đó xóa tệp minh chứng và lấy lại bằng git checkout -- TỆP; bản trong git đã bị đổi từ khi lưu thì "
        "nơi còn bản gốc thêm lại: git rm --cached TỆP, git add TỆP.",
    ),
    ProblemCode.AMENDMENT_NAME: CodeExplanation(
        "tên tệp văn bản sửa đổi không dùng được, hoặc tệp nằm sai thư mục",
        "tên tệp là mã của văn bản sửa đổi, được nhắc lại trong các danh sách và phải đọc được như nhau trên mọi máy; bỏ qua "
        "tệp thì mọi thời hạn sẽ tính như chưa hề được sửa.",
        "đổi tên tệp thành chữ thường không dấu, chữ số và dấu gạch nối, ví dụ qd-1234.yaml, và để ngay trong "
        "«plan/amendments».",
    ),
    ProblemCode.FROZEN_FILE_MISSING: CodeExplanation(
        "tệp sổ theo dõi được tính khi chốt kỳ nay không còn",
        "báo cáo lập bằng --closed dựa trên đúng các tệp nêu ở plan/closed; thiếu một tệp mà git cũng không có thì không lập "
        "lại được.",
        "khôi phục tệp ở phiên bản có nhãn chốt: git checkout NHÃN -- TỆP, hoặc từ bản sao lưu.",
    ),
    ProblemCode.FROZEN_FILE_CHANGED: CodeExplanation(
        "tệp sổ theo dõi không còn như khi chốt kỳ",
        "báo cáo lập bằng --closed không dùng bản đã sửa; tình trạng hiện nay thì tính theo bản đang có.",
        "khôi phục tệp ở phiên bản có nhãn chốt: git checkout NHÃN -- TỆP; điều cần sửa thì ghi thành sự kiện mới.",
    ),
    ProblemCode.UNKNOWN_KEY: CodeExplanation(
        "khóa không có trong quy định",
        "khóa gõ sai tên sẽ bị bỏ qua mà không ai biết.",
        "sửa lại tên khóa theo gợi ý.",
    ),
    ProblemCode.MISSING_KEY: CodeExplanation(
        "thiếu khóa bắt buộc",
        "phần này của kế hoạch không đủ để theo dõi.",
        "thêm khóa vào khối được chỉ.",
    ),
    ProblemCode.WRONG_TYPE: CodeExplanation(
        "giá trị không đúng dạng (chữ, danh sách hoặc khối)",
        "đọc sai dạng thì mất cả phần bên trong.",
        "viết danh sách là «[a, b]», khối là các dòng «khóa: giá trị» thụt vào.",
    ),
    ProblemCode.WRONG_VALUE: CodeExplanation(
        "giá trị không dùng được",
        "phần mềm chỉ hiểu những giá trị đã quy định; giá trị khác không được đoán.",
        "chọn một trong các giá trị được gợi ý.",
    ),
    ProblemCode.WRONG_DAY: CodeExplanation(
        "ngày viết sai hoặc không có trong lịch",
        "một ngày sai còn tệ hơn không có ngày.",
        "viết theo dạng 2026-06-10 và đối chiếu với văn bản.",
    ),
    ProblemCode.UNQUOTED_SCALAR: CodeExplanation(
        "mã không đặt trong dấu nháy",
        "nhiều phần mềm đọc 03664 hay 4.2 thành số, mất số 0 hoặc đổi giá trị.",
        "đặt mã trong dấu nháy kép.",
    ),
    ProblemCode.UNKNOWN_AGENCY: CodeExplanation(
        "mã cơ quan không có trong agencies.yaml",
        "đầu việc không gắn được với cơ quan nào.",
        "sửa mã theo gợi ý, hoặc khai báo cơ quan trong agencies.yaml; mã dùng nhiều nơi mà thiếu ở đó thì báo ở cả hai tệp.",
    ),
    ProblemCode.GROUP_CYCLE: CodeExplanation(
        "nhóm cơ quan chứa chính nó",
        "không xác định được nhóm gồm những cơ quan nào.",
        "bỏ một thành viên để vòng bị cắt.",
    ),
    ProblemCode.DUPLICATE_ID: CodeExplanation(
        "một mã dùng hai lần",
        "dữ liệu trong sổ theo dõi không biết gắn vào đâu.",
        "đặt mã khác cho phần mới; không đổi mã đã có dữ liệu.",
    ),
    ProblemCode.NO_LEAD: CodeExplanation(
        "không có cơ quan chịu trách nhiệm",
        "nhiệm vụ không ai chủ trì thì không theo dõi được.",
        "ghi ít nhất một cơ quan hoặc nhóm có thành viên.",
    ),
    ProblemCode.DUE_PHRASE: CodeExplanation(
        "không đọc được cụm từ thời hạn",
        "ngày cuối cùng được tính từ chính cụm từ của văn bản; không chắc thì không đoán.",
        "viết đúng như văn bản, mỗi sản phẩm một cụm từ, ví dụ «trước ngày 10/6/2026», «Tháng 12/2026».",
    ),
    ProblemCode.UNKNOWN_REFERENCE: CodeExplanation(
        "dẫn tới chỗ không có",
        "mã nội dung, điểm, khoản hoặc kỳ báo cáo không tồn tại thì căn cứ bị mất.",
        "sửa lại mã ở chỗ dẫn, hoặc khai báo ở chỗ thiếu; mã nhiều nơi cùng dùng mà thiếu thì báo ở cả hai tệp.",
    ),
    ProblemCode.DUPLICATE_NAME: CodeExplanation(
        "một tên thuộc hai cơ quan",
        "tìm theo tên sẽ ra hai cơ quan.",
        "giữ tên ấy ở một cơ quan hoặc một nhóm.",
    ),
    ProblemCode.AMENDED_OTHERWISE: CodeExplanation(
        "văn bản sửa đổi ghi chữ cũ không đúng",
        "chữ ghi ở «was» phải là chữ đang có hiệu lực ngay trước đó; khác đi thì một trong hai nơi ghi sai, hoặc thứ tự hiệu "
        "lực của các văn bản bị đảo.",
        "đối chiếu văn bản sửa đổi với chỗ nêu trong thông báo, sửa «was» hoặc ngày hiệu lực; tệp gốc giữ nguyên như văn bản ban "
        "hành.",
    ),
    ProblemCode.CONTRADICTING_AMENDMENTS: CodeExplanation(
        "một chỗ bị sửa hai lần trong một ngày",
        "hai nội dung sửa đổi cùng có hiệu lực một ngày thì không biết nội dung nào được áp dụng.",
        "giữ lại một nơi; nếu văn bản sau sửa lại văn bản trước thì ghi đúng ngày hiệu lực («effective») của từng văn bản.",
    ),
    ProblemCode.CHANGED_AFTER_DROP: CodeExplanation(
        "sửa việc đã đưa ra khỏi kế hoạch",
        "việc đã bỏ hoặc đã tách không còn giao cho ai, nên không còn gì để sửa.",
        "bỏ mục ấy, sửa mã, hoặc ghi đúng ngày hiệu lực của hai văn bản.",
    ),
    ProblemCode.ANCHOR_DROPPED: CodeExplanation(
        "bỏ việc mà thời hạn khác còn tính từ đó",
        "thời hạn dạng «trong 10 ngày kể từ …» tính từ khi xong việc bị bỏ thì không bao giờ xác định được.",
        "trong cùng văn bản sửa đổi, ghi trước một mục «due» cho việc ấy, với thời hạn hoặc mốc tính («anchor») mới.",
    ),
    ProblemCode.AMENDMENT_DAY: CodeExplanation(
        "ngày của văn bản sửa đổi không hợp lý",
        "văn bản được áp dụng đúng từ ngày hiệu lực đã ghi: sai năm thì cả năm được xét theo nội dung mới, hoặc không bao giờ "
        "được xét theo nội dung ấy.",
        "đối chiếu «day», «effective», «recorded» với bản gốc; văn bản ghi hiệu lực trước ngày ban hành thì để nguyên.",
    ),
    ProblemCode.SUCCESSOR_CIRCLE: CodeExplanation(
        "cơ quan kế thừa chính mình, hoặc kế thừa nhau thành vòng",
        "không biết phần việc còn lại cuối cùng thuộc về ai.",
        "ghi ở «successor» cơ quan tiếp nhận và còn hoạt động sau ngày ấy.",
    ),
    ProblemCode.AGENCY_DAYS: CodeExplanation(
        "ngày bắt đầu, kết thúc của cơ quan không khớp nhau",
        "có ngày không cơ quan nào chịu trách nhiệm, hoặc cơ quan kế thừa chưa có hay không còn khi tiếp nhận.",
        "«until» là ngày cuối cùng của cơ quan cũ; cơ quan kế thừa phải có mặt vào ngày liền sau.",
    ),
    ProblemCode.TAKEN_PARTS: CodeExplanation(
        "phần việc chuyển cho cơ quan kế thừa không đúng hoặc còn thiếu",
        "việc chưa xong của cơ quan cũ sẽ không có ai tiếp nhận.",
        "ghi đúng mã ở «takes»; để một cơ quan không có «takes» thì cơ quan đó nhận phần còn lại.",
    ),
    ProblemCode.OFFICE_GONE: CodeExplanation(
        "cơ quan theo dõi hoặc nơi nhận báo cáo không còn mà không có cơ quan kế thừa",
        "từ ngày ấy không ai gửi công văn, báo cáo được.",
        "ghi «successor» của cơ quan ấy trong agencies.yaml.",
    ),
    ProblemCode.RESTS_ON_LATER: CodeExplanation(
        "sửa điều mà một văn bản tiếp nhận sau mới viết",
        "báo cáo đã lập, hoặc hỏi theo dữ liệu ghi nhận đến một lúc (--known-at), chỉ tính các văn bản đã tiếp nhận đến lúc ấy: "
        "giữa hai lúc tiếp nhận, chữ cũ mà văn bản này nêu chưa có trong kế hoạch nên thay đổi của nó bị bỏ qua.",
        "ghi «recorded» của hai văn bản theo đúng thứ tự tiếp nhận; nếu đúng là tiếp nhận ngược thứ tự thì để nguyên.",
    ),
    ProblemCode.DUE_BEFORE_DOCUMENT: CodeExplanation(
        "thời hạn trước ngày ban hành văn bản",
        "không ai có thể làm xong đúng hạn trước khi được giao.",
        "đối chiếu với bản gốc; nếu bản gốc ghi như vậy thì thêm vào errata.yaml với silences: P301.",
    ),
    ProblemCode.DUE_AFTER_REPORT: CodeExplanation(
        "thời hạn sau báo cáo của kỳ",
        "báo cáo gửi trước khi sản phẩm đến hạn nên không thể phản ánh kết quả.",
        "đối chiếu với bản gốc; nếu bản gốc ghi như vậy thì thêm vào errata.yaml với silences: P302.",
    ),
    ProblemCode.DUE_ON_DAY_OFF: CodeExplanation(
        "ngày cuối cùng là ngày nghỉ",
        "cơ quan không làm việc vào ngày ấy.",
        "đối chiếu với bản gốc; đặt khóa «roll» (cách xử lý khi rơi vào ngày nghỉ) nếu kế hoạch cho phép dời, hoặc thêm vào errata.yaml với silences: P303.",
    ),
    ProblemCode.DUPLICATE_TASKS: CodeExplanation(
        "hai nhiệm vụ gần như cùng nội dung",
        "một việc có thể bị giao hai lần hoặc chép nhầm dòng.",
        "đối chiếu với bản gốc; nếu đúng là hai nhiệm vụ thì thêm vào errata.yaml với silences: P304.",
    ),
    ProblemCode.SPELLING_VARIANT: CodeExplanation(
        "một cơ quan viết theo hai cách",
        "người đọc có thể hiểu là hai cơ quan khác nhau.",
        "đối chiếu với bản gốc; nếu đúng nguyên văn thì thêm vào errata.yaml với silences: P305.",
    ),
    ProblemCode.COMPONENT_WITHOUT_TASK: CodeExplanation(
        "nội dung thành phần không có nhiệm vụ nào",
        "cơ quan theo dõi nội dung ấy không chủ trì nhiệm vụ nào để cải thiện điểm.",
        "xem lại cột «Cơ quan chủ trì»; nếu bản gốc như vậy thì thêm vào errata.yaml với silences: P306.",
    ),
    ProblemCode.EMPTY_GROUP: CodeExplanation(
        "nhóm chưa có thành viên",
        "việc giao cho nhóm này chưa ràng buộc cơ quan nào.",
        "điền các thành viên vào khóa «members» khi biết, hoặc ghi «open: true» nếu là nhóm mở.",
    ),
    ProblemCode.DOCUMENT_INCOMPLETE: CodeExplanation(
        "văn bản ban hành chưa có số hoặc ngày",
        "báo cáo và công văn dẫn văn bản ấy với chỗ trống.",
        "điền số vào khóa «number», ngày vào khóa «day» của plan.yaml khi có văn bản đã ký, không phỏng đoán.",
    ),
    ProblemCode.UNCONFIRMED_INTERPRETATION: CodeExplanation(
        "có cách hiểu chưa được xác nhận",
        "một số thời hạn, đầu việc dựa vào cách hiểu mà cơ quan thường trực chưa xác nhận.",
        "điền số văn bản vào khóa «confirmed_by» khi có xác nhận.",
    ),
    ProblemCode.STALE_ERRATUM: CodeExplanation(
        "dòng của errata.yaml không còn đúng",
        "lỗi đã được sửa hoặc mã đã đổi; dòng cũ có thể che một cảnh báo mới.",
        "bỏ hoặc sửa dòng ấy.",
    ),
    ProblemCode.DUE_NOT_QUOTED: CodeExplanation(
        "thời hạn không có trong nguyên văn bên cạnh",
        "ngày cuối cùng được tính từ một cụm từ mà văn bản không ghi, hoặc một thời hạn của văn bản bị bỏ sót.",
        "ghi vào khóa «due» đúng cụm từ của nguyên văn; nếu bản gốc sai thì thêm vào errata.yaml với silences: P311.",
    ),
    ProblemCode.PLAN_UNFINISHED: CodeExplanation(
        "kế hoạch mới còn chỗ phải điền",
        "chưa có nhiệm vụ thì không có gì để theo dõi; công văn, báo cáo của cơ quan theo dõi để trống điều chưa biết.",
        "điền khi biết chắc, không phỏng đoán.",
    ),
    ProblemCode.DUE_OUTSIDE_SPAN: CodeExplanation(
        "thời hạn ngoài thời gian thực hiện kế hoạch",
        "năm của thời hạn thường là gõ nhầm, hoặc thời gian ghi ở plan.yaml chưa đúng; việc ấy không vào báo cáo của kỳ nào.",
        "đối chiếu với bản gốc, sửa khóa «due», hoặc khóa «year», «span» của plan.yaml; nếu bản gốc ghi như vậy thì thêm vào "
        "errata.yaml với silences: P313.",
    ),
    ProblemCode.PLACEHOLDER_LEFT: CodeExplanation(
        "còn chỗ chưa điền",
        "dấu […] đánh dấu chỗ chỉ người phụ trách mới biết; nội dung trong dấu ngoặc vuông (thời hạn, năm, căn cứ của ngày nghỉ) "
        "là dự kiến, chưa được tính và in ra văn bản cùng dấu ấy.",
        "điền theo văn bản, thông báo; chỗ dự kiến thì đối chiếu: đúng thì xóa hai dấu ngoặc vuông, khác thì sửa.",
    ),
    ProblemCode.ANOTHER_YEAR: CodeExplanation(
        "tên kế hoạch, văn bản hoặc câu chữ còn của năm khác",
        "công văn, báo cáo sẽ dẫn kế hoạch, sản phẩm của năm khác, hay điểm, khoản không có, thường vì chép từ kế hoạch cũ.",
        "sửa năm trong tên, câu chữ, ngày của văn bản, hoặc sửa «year», «span» nếu thời gian thực hiện ghi sai. Bản gốc ghi như vậy thì "
        "thêm vào errata.yaml với places: [document], silences: P315.",
    ),
    ProblemCode.CALENDAR_OF_ANOTHER_YEAR: CodeExplanation(
        "lịch của năm khác",
        "ngày lễ của kế hoạch được tính như ngày làm việc, nên ngày dời và lời nhắc về ngày nghỉ đều sai.",
        "thay bằng ngày nghỉ, ngày làm bù của các năm thực hiện, theo thông báo nghỉ lễ, Tết.",
    ),
    ProblemCode.DAYS_OFF_MISSING: CodeExplanation(
        "lịch còn thiếu ngày nghỉ",
        "ngày nghỉ mà lịch không có được tính như ngày làm việc. Những ngày nêu ra là ngày năm nào cũng nghỉ; ngày nghỉ thêm "
        "quanh Tết, quanh Quốc khánh, ngày hoán đổi tùy thông báo của từng năm.",
        "ghi vào calendar.yaml theo thông báo nghỉ lễ, Tết của năm ấy, kèm căn cứ.",
    ),
    ProblemCode.DUE_LEFT_BLANK: CodeExplanation(
        "thời hạn còn để trống",
        "việc không có thời hạn không bao giờ đến hạn, không vào danh mục sắp đến hạn, quá hạn; thường là dòng giữ lại từ kế "
        "hoạch trước mà chưa điền.",
        "ghi vào khóa «due» đúng cụm từ của văn bản mới; văn bản không ghi thời hạn thì xóa ghi chú thời hạn cũ bên cạnh.",
    ),
    ProblemCode.NOT_AN_EVENT: CodeExplanation(
        "dòng trong sổ theo dõi không phải là một sự kiện",
        "không biết dòng ấy nói gì nên không tính được tình trạng nào.",
        _RESTORE,
    ),
    ProblemCode.REFUSED_EVENT: CodeExplanation(
        "sự kiện trái quy tắc ghi nhận",
        "sự kiện này không được tính trong danh sách và báo cáo nào.",
        "hủy ghi nhận (papi retract) rồi ghi lại cho đúng.",
    ),
    ProblemCode.ALTERED_EVENT: CodeExplanation(
        "nội dung sự kiện bị sửa sau khi ghi",
        "sổ theo dõi chỉ đáng tin khi dòng đã ghi không đổi; không tính gì trên một dòng bị sửa.",
        f"{_RESTORE_FILE} Điều cần sửa thì ghi bằng papi correct.",
    ),
    ProblemCode.EVIDENCE_MISSING: CodeExplanation(
        "không còn tệp minh chứng, hoặc không đọc được tệp ấy",
        "kết quả đã ghi không còn gì chứng minh, hoặc không biết tệp còn nguyên hay không.",
        "khôi phục tệp, hoặc ghi nhận lại với tệp khác; không đọc được thì mở quyền đọc.",
    ),
    ProblemCode.EVIDENCE_CHANGED: CodeExplanation(
        "tệp minh chứng đã thay đổi",
        "tệp đang có không phải là tệp đã được ghi nhận.",
        "khôi phục tệp, hoặc ghi nhận lại với tệp mới.",
    ),
    ProblemCode.EVENT_ITEM_UNKNOWN: CodeExplanation(
        "sự kiện dẫn tới mã không còn trong kế hoạch",
        "dữ liệu đã ghi bị mất khỏi mọi danh sách khi mã bị đổi hoặc xóa.",
        "khôi phục mã cũ trong kế hoạch: mã đã có dữ liệu thì không đổi.",
    ),
    ProblemCode.EVENT_AGENCY_UNKNOWN: CodeExplanation(
        "sự kiện dẫn tới cơ quan không còn trong kế hoạch",
        "dữ liệu đã ghi bị mất khỏi mọi danh sách khi cơ quan bị xóa hoặc đổi mã.",
        "khôi phục cơ quan trong agencies.yaml: mã đã có dữ liệu thì không đổi.",
    ),
    ProblemCode.ODD_EVENT: CodeExplanation(
        "sự kiện được tính nhưng đáng xem lại",
        "thường là gõ nhầm, hoặc hai người cùng ghi một việc; danh sách và báo cáo vẫn tính sự kiện ấy.",
        "xem lại văn bản; ghi nhầm thì hủy bằng papi retract hoặc sửa bằng papi correct, đúng thì để nguyên.",
    ),
    ProblemCode.ALTERED_FILE: CodeExplanation(
        "tệp sổ theo dõi bị sửa, cắt bớt, làm trống hoặc đổi tên",
        "16 chữ số ở cuối tên tệp được tính từ nội dung tệp khi ghi; không khớp nghĩa là sự kiện có thể đã mất hoặc bị thay.",
        _RESTORE_FILE,
    ),
    ProblemCode.CONTRADICTING_EVENT: CodeExplanation(
        "một sự kiện có hai nội dung",
        "hai dòng mang cùng một mã nhưng nói khác nhau: chỉ một dòng là dòng đã ghi, dòng kia có thể thay mất nó.",
        "dòng bị sửa có thêm lỗi P403: khôi phục tệp của dòng ấy bằng git checkout -- TỆP, hoặc xóa tệp nếu git không có.",
    ),
    ProblemCode.LOG_FILE_REMOVED: CodeExplanation(
        "tệp của sổ theo dõi đã lưu trong git nay không còn, hoặc mang tên khác",
        "các sự kiện trong tệp ấy không được tính nữa; số liệu đã báo cáo không giải trình lại được.",
        f"khôi phục tệp bằng lệnh git ở dòng được chỉ; {_CORRECT}",
    ),
    ProblemCode.LOG_FILE_CHANGED: CodeExplanation(
        "nội dung của tệp trong sổ theo dõi khác với bản đã lưu trong git",
        "tệp đã ghi thì không đổi nữa; nội dung khác đi làm đổi tình trạng và số liệu mà không ai biết.",
        f"khôi phục tệp bằng lệnh git ở dòng được chỉ; {_CORRECT}",
    ),
    ProblemCode.DOUBTFUL_EVENT: CodeExplanation(
        "sự kiện còn nghi vấn, cần người quyết định",
        "sự kiện trái với lẽ thường hoặc với sự kiện khác, thường là gõ nhầm hay do hai người cùng ghi; danh sách và báo cáo "
        "vẫn tính sự kiện ấy cho đến khi bị hủy.",
        "đối chiếu với văn bản; sai thì sửa bằng papi correct MÃ hoặc hủy bằng papi retract MÃ, đúng thì xác nhận bằng papi "
        "correct MÃ --confirm.",
    ),
    ProblemCode.RECORDED_IN_FUTURE: CodeExplanation(
        "sự kiện mang thời điểm ghi nhận ở tương lai",
        "thứ tự ghi nhận quyết định sự kiện nào có hiệu lực, và sự kiện ghi sau không được mang thời điểm ở trước; nên từ nay "
        "đến thời điểm ấy papi record, correct, retract không ghi được gì cho việc ấy của cơ quan ấy.",
        "xem lại đồng hồ của máy này và của máy đã ghi. Chỉ sai vài phút thì đợi qua thời điểm ấy. Không đợi được thì chép "
        "sổ ra (papi log --format csv -o ghi-lai.csv) và chỉ giữ các dòng có cột «recorded» ở tương lai, bỏ dòng đã hủy và "
        "dòng «retracted»; đưa mọi tệp bị nêu ra khỏi sổ (git rm TỆP rồi git commit; chưa lưu vào git thì xóa tệp); cuối cùng "
        "ghi lại: papi record --from ghi-lai.csv. Giữa git rm và git commit, papi check nêu P411 về các tệp ấy.",
    ),
    ProblemCode.UNTIMELY_EVENT: CodeExplanation(
        "sự kiện ghi vào ngày mà việc ấy chưa có, không còn, hoặc cơ quan ấy chưa hay không còn chịu trách nhiệm",
        "sự kiện không được tính: ngày ghi sai, hoặc việc ấy thuộc về nhiệm vụ hay cơ quan khác.",
        "xem câu cảnh báo nêu từ ngày nào, theo văn bản nào. Ngày sai thì sửa bằng papi correct; việc của nhiệm vụ hay cơ "
        "quan khác thì hủy bằng papi retract rồi ghi lại cho đúng. Ngày có hiệu lực ghi sai thì sửa văn bản sửa đổi trong "
        "plan/amendments, hoặc «since», «until» trong agencies.yaml.",
    ),
}
