"""The chapters of the default template on themes, indicators, standing, roadmap and plan."""

from django.utils.translation import gettext as _

from .paper import Column, Paper, Run, bold, fields, italic, strong
from .styles import framed

JOINED = '{{ part.unbacked|join(", ") }}'


def themes(paper: Paper) -> None:
    paper.heading("{{ titles.themes.full }}", own_page=True)
    text = _(
        "Chương này gồm %(themes)s nhóm nội dung với %(total)s khuyến nghị. Mỗi khuyến nghị nêu căn cứ, hiện trạng, "
        "khoảng cách tới mục tiêu 100 điểm, việc cần làm tiếp và số thứ tự của minh chứng đã nộp; số trong ngoặc là "
        "mức tăng của điểm chung khi khắc phục hết khoảng cách."
    )
    paper.line(text % {"themes": "{{ themes|length }}", "total": "{{ recommendation_count }}"})
    with paper.each("theme in themes"):
        paper.heading("{{ loop.index }}. {{ theme.head.title }}", 2)
        _standing(paper, "theme")
        with paper.where("theme.summary"):
            paper.line("{{ theme.summary }}", keep=True)
        _scores(paper)
        with paper.each("part in theme.recommendations"):
            _recommendation(paper)


def _standing(paper: Paper, of: str) -> None:
    """Of a theme or group: its numbers, and what stands beside them."""
    names = {name: "{{ " + f"{of}.head.{name}" + " }}" for name in ("score", "band", "coverage", "evidenced")}
    text = _("Điểm <strong>%(score)s/100</strong>, bậc <strong>%(band)s</strong>; đã trả lời %(coverage)s") % names
    paper.line(
        "{% if " + of + ".head.applies %}",
        *strong(text),
        "{% if " + of + ".head.evidenced %}" + _("; đã có minh chứng %(evidenced)s") % names + "{% endif %}.",
        "{% else %}" + _("Không áp dụng.") + "{% endif %}",
        "{% if " + of + ".standing %} {{ " + of + ".standing }}{% endif %}",
        keep=True,
    )


def _scores(paper: Paper) -> None:
    """In place of the chart of a theme."""
    columns = (
        *(Column(_("Mã"), 17), Column(_("Khuyến nghị"), 66), Column(_("Điểm"), 16, is_amount=True)),
        *(
            Column(_("Bậc"), 24),
            Column(_("Đã trả lời"), 21, is_amount=True),
            Column(_("Minh chứng"), 21, is_amount=True),
        ),
    )
    cells = fields("part.head", ("code", "title", "score", "band", "coverage", "evidenced"))
    with paper.where("theme.recommendations|length != 1"):
        paper.table(columns, "part in theme.recommendations", cells, keep=True)


def _recommendation(paper: Paper) -> None:
    paper.heading("{{ part.head.code }}. {{ part.head.title }}", 3)
    names = {"score": "{{ part.head.score }}", "band": "{{ part.head.band }}"}
    later = _("quy định sau này cùng nội dung:")
    clause = " {{ part.clause }}{% if part.later_rules %}; " + later + " {{ part.later_rules }}{% endif %}."
    paper.line(
        "{% if part.head.applies %}",
        bold(_("Điểm %(score)s, bậc %(band)s.") % names),
        " {% endif %}",
        italic(_("Căn cứ:") + clause),
        keep=True,
    )
    paper.line(bold(_("Hiện trạng:")), " {{ part.state }}")
    with paper.where("part.gap"):
        paper.line(bold(_("Khoảng cách:")), " {{ part.gap }}")
    with paper.where("part.steps"):
        paper.line(bold(_("Việc cần làm:")), keep=True)
        with paper.each("step in part.steps"):
            terms = "{% if step.terms %} ({{ step.terms }}){% endif %}."
            paper.line(
                bold("{{ step.code }}"), " ({{ step.gain }}) {{ step.action }}", italic(terms), style="List Bullet"
            )
    numbers = _("số %(numbers)s tại Phụ lục II.") % {"numbers": "{{ part.evidence }}"}
    missing = "{% if part.unbacked %} " + _("Cần bổ sung cho") + " " + JOINED + ".{% endif %}"
    cited = " {% if part.evidence %}" + numbers + "{% else %}" + _("chưa có.") + "{% endif %}" + missing
    paper.line(bold(_("Minh chứng:")), cited, style="Report Small")


def indicators(paper: Paper) -> None:
    paper.heading("{{ titles.indicators.full }}")
    with paper.where("indicator_notice"):
        framed(paper.line("{{ indicator_notice }}"))
    origin = {"origin": "{{ indicator_origin }}"}
    columns = (
        Column(_("Mã"), 19),
        Column(_("Chỉ số (%(origin)s), chất lượng và nguồn số liệu") % origin, 76),
        Column(_("Giá trị"), 27, is_amount=True),
        Column(_("Mục tiêu"), 26, is_amount=True),
        Column(_("Điểm"), 17, is_amount=True),
    )
    about = "{% if row.quality %}{{ row.quality }}; {% endif %}{{ row.source }}"
    other = "{% if row.origin != indicator_origin %} ({{ row.origin }}){% endif %}"
    named = ["{{ row.title }}\n", Run(about + other, italic=True, size=9.5)]
    cells = (["{{ row.code }}"], named, ["{{ row.value }}"], ["{{ row.target }}"], ["{{ row.score }}"])
    with paper.each("group in groups"):
        paper.heading("{{ group.head.code }}. {{ group.head.title }}", 2)
        _standing(paper, "group")
        paper.table(columns, "row in group.rows", cells)


def standing(paper: Paper) -> None:
    columns = (
        *(Column(_("Nội dung"), 65), Column(_("Địa phương"), 22, is_amount=True)),
        *(Column(_("Đợt trước"), 20, is_amount=True), Column(_("Thay đổi"), 18, is_amount=True)),
        *(Column(_("Trung vị cả nước"), 20, is_amount=True), Column(_("Trung vị nhóm"), 20, is_amount=True)),
    )
    names = ("score", "earlier", "change", "national", "peers")
    title = "{% if row.code %}{{ row.code }}. {% endif %}{{ row.title }}"
    with paper.where("titles.standing"):
        paper.heading("{{ titles.standing.full }}")
        with paper.each("sentence in standing.intro"):
            paper.line("{{ sentence }}", keep=True)
        paper.table(columns, "row in standing.rows", [[title], *fields("row", names)])


def roadmap(paper: Paper) -> None:
    paper.heading("{{ titles.roadmap.full }}")
    text = _(
        "Lộ trình xếp %(total)s việc khắc phục khoảng cách theo thời gian cần để có kết quả, mỗi giai đoạn nêu tối đa "
        "năm việc tăng nhiều nhất. Các việc khác theo khuyến nghị xem mục %(part)s, theo chỉ số xem trang khoảng cách "
        "trên cổng."
    )
    paper.line(text % {"total": "{{ gap_count }}", "part": "{{ titles.themes.number }}"})
    with paper.each("phase in phases"):
        paper.heading(_("Giai đoạn %(title)s") % {"title": "{{ phase.title }}"}, 2)
        with paper.where("phase.steps"):
            _phase(paper)
            paper.otherwise()
            paper.line(_("Không có việc nào."))


def _phase(paper: Paper) -> None:
    names = {"total": "{{ phase.count }}", "gain": "{{ phase.gain }}", "listed": "{{ phase.steps|length }}"}
    count = _("%(total)s việc, tăng tối đa %(gain)s điểm chung") % names
    rest = "{% if phase.left %}" + _("; %(listed)s việc tăng nhiều nhất là") % names + "{% endif %}:"
    paper.line(count + rest, keep=True)
    columns = (
        *(Column(_("Mã"), 20), Column(_("Việc cần làm"), 76)),
        *(Column(_("Chủ trì; công sức"), 52), Column(_("Tăng"), 17, is_amount=True)),
    )
    quick = "{% if step.is_quick %} " + _("(việc nhanh)") + "{% endif %}"
    lead = "{{ step.lead }}{% if step.effort %}; {{ step.effort }}{% endif %}"
    cells = (["{{ step.code }}"], ["{{ step.action }}", italic(quick)], [lead], ["{{ step.gain }}"])
    paper.table(columns, "step in phase.steps", cells)


def plan(paper: Paper) -> None:
    with paper.where("titles.plan"):
        paper.heading("{{ titles.plan.full }}")
        with paper.where("plan"):
            paper.line("{{ plan.intro }}", keep=True)
            _plan(paper)
        with paper.where("earlier_plan"):
            paper.heading(_("Kế hoạch của đợt trước"), 2)
            paper.line("{{ earlier_plan.intro }}", keep=True)
            _earlier_plan(paper)


def _plan(paper: Paper) -> None:
    columns = (
        *(Column(_("Mã"), 20), Column(_("Việc"), 43), Column(_("Chủ trì"), 26), Column(_("Hạn"), 24)),
        *(Column(_("Kinh phí (triệu đồng)"), 19, is_amount=True), Column(_("Tăng"), 14, is_amount=True)),
        Column(_("Tình trạng"), 19),
    )
    names = ("owner", "due", "cost", "gain", "status")
    paper.table(columns, "row in plan.rows", [*ACTION, *fields("row", names)])


def _earlier_plan(paper: Paper) -> None:
    columns = (
        *(Column(_("Mã"), 20), Column(_("Việc"), 59), Column(_("Chủ trì"), 32), Column(_("Tình trạng"), 22)),
        *(Column(_("Điểm khi đó"), 16, is_amount=True), Column(_("Điểm nay"), 16, is_amount=True)),
    )
    names = ("owner", "status", "then", "now")
    paper.table(columns, "row in earlier_plan.rows", [*ACTION, *fields("row", names)])


ACTION = (
    ["{{ row.code }}"],
    ["{{ row.action }}", italic("{% if row.note %}. {{ row.note }}{% endif %}")],
)
"""The first two cells of a planned action."""
