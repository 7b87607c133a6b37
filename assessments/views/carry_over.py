"""Bringing the answers of an earlier round over: what would happen, and doing it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.actions import carry_over as carrying
from assessments.actions.carry_over import Fate, Line, Plan
from assessments.errors import Refusal
from assessments.permissions import why_not_carry_over
from assessments.queries import get_assessment_or_404
from assessments.results import title_of

from .about import about


@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    assessment = get_assessment_or_404(request.user, pk)
    if request.method == "POST":
        try:
            answers, evidence = carrying.carry_over(by=request.user, assessment=assessment)
        except Refusal as error:
            messages.error(request, str(error))
            return redirect("carry_over", pk=pk)
        names = {"answers": answers, "evidence": evidence}
        text = _(
            "Đã mang sang %(answers)d câu trả lời và %(evidence)d minh chứng. Hãy xem lại từng phần trước khi nộp."
        )
        messages.success(request, text % names)
        return redirect("overview", pk=pk)
    found = carrying.plan(assessment)
    context = {
        **about(assessment),
        "earlier": found.earlier if found else None,
        "parts": _parts(found) if found else [],
        "new": [(item, title_of(item)) for item in found.new] if found else [],
        "carried_count": len(found.of(*carrying.CARRIED)) if found else 0,
        "why_not_carry_over": why_not_carry_over(request.user, assessment, timezone.localdate()),
    }
    return render(request, "assessments/carry_over.html", context)


@dataclass(frozen=True)
class Part:
    """What happens to some of the earlier answers. `is_open`: to be looked at first."""

    title: str
    text: str
    lines: list[Line]
    is_open: bool


TITLES: dict[Fate, tuple[str | Promise, str | Promise]] = {
    Fate.TO_CHECK: (
        gettext_lazy("Mang sang, cần xem lại"),
        gettext_lazy("Câu hỏi đã đổi lời, hoặc đợt trước Bộ không chấp nhận nguyên như tự đánh giá."),
    ),
    Fate.RESCALED: (
        gettext_lazy("Không mang sang: cách trả lời hoặc cách tính đã đổi"),
        gettext_lazy("Câu trả lời cũ không còn cùng nghĩa; hãy trả lời lại."),
    ),
    Fate.GONE: (gettext_lazy("Không mang sang: câu không còn"), gettext_lazy("Đợt này không hỏi nữa.")),
    Fate.ANSWERED: (
        gettext_lazy("Không ghi đè: đợt này đã làm"),
        gettext_lazy("Đã có câu trả lời, ghi chú hoặc minh chứng ở đợt này."),
    ),
    Fate.CARRIED: (
        gettext_lazy("Mang sang"),
        gettext_lazy("Câu trả lời, ghi chú, nguồn gốc số liệu và minh chứng của đợt trước."),
    ),
}
"""In the order they are shown in."""


def _parts(found: Plan) -> list[Part]:
    """Those with anything in them."""
    parts = [
        Part(str(title), str(text), found.of(fate), fate in {Fate.TO_CHECK, Fate.RESCALED})
        for fate, (title, text) in TITLES.items()
    ]
    return [part for part in parts if part.lines]
