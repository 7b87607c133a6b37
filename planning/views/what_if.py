"""What would be, if: answers changed on the page and scored anew; nothing is stored."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.catalogue import Section
from assessments.views.answers import wants_json
from indicators.scoring.measures import Value
from planning.cases import Case
from planning.forms.what_if import ChangeForm
from planning.queries import actions_of, published_field
from planning.what_if import Outcome, least_effort, open_data, outcome, planned, quick_wins

from .common import context_of, get_case_or_404

PRESETS: dict[str, tuple[str | Promise, Callable[[Case], Mapping[str, Value]]]] = {
    "quick": (gettext_lazy("Các việc nhanh"), quick_wins),
    "path": (gettext_lazy("Con đường ít công sức nhất"), least_effort),
    "plan": (
        gettext_lazy("Các việc trong kế hoạch"),
        lambda case: planned(case, actions_of(case.result.snapshot.assessment)),
    ),
}
"""What ?preset= may say."""


class _Sheet:
    """The page's forms, filled in by what was sent or by a ready-made set."""

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.case, self.preset = case, request.GET.get("preset", "")
        data = request.POST if request.method == "POST" else None
        chosen = PRESETS[self.preset][1](case) if data is None and self.preset in PRESETS else {}
        self.sections: list[tuple[Section, list[ChangeForm]]] = [
            (section, [ChangeForm(case, datum, data, chosen=chosen.get(datum.code)) for datum in found])
            for section, found in open_data(case)
        ]
        self.forms = [form for _section, forms in self.sections for form in forms]
        self.is_valid = not [form for form in self.forms if form.is_bound and not form.is_valid()]
        given = {form.datum.code: form.value for form in self.forms if form.value is not None}
        self.values: dict[str, Value] = {**chosen, **given}

    @property
    def errors(self) -> dict[str, list[str]]:
        """Sentences by the name of the form that they stand at."""
        return {
            form.prefix: [str(error) for errors in form.errors.values() for error in errors]
            for form in self.forms
            if form.errors
        }


@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = get_case_or_404(request, pk)
    sheet = _Sheet(request, case)
    found = outcome(case, sheet.values, published_field(case.result.snapshot.assessment.campaign))
    status = 200 if sheet.is_valid else 422
    context = context_of(case.result) | {"outcome": found}
    if wants_json(request):
        return JsonResponse(_json(request, context, found, sheet), status=status)
    context |= {
        "sections": [(section, forms, _opened(forms)) for section, forms in sheet.sections],
        "problems": [form for form in sheet.forms if form.errors],
        "presets": [(name, label, name == sheet.preset) for name, (label, _values) in PRESETS.items()],
        "nothing": _("Bộ việc này không thay đổi câu nào.") if sheet.preset in PRESETS and not sheet.values else "",
    }
    return render(request, "planning/what_if.html", context, status=status)


def _json(request: HttpRequest, context: Mapping[str, Any], found: Outcome, sheet: _Sheet) -> dict[str, Any]:
    if not sheet.is_valid:
        first = next(iter(sheet.errors.values()))[0]
        return {"errors": sheet.errors, "text": first}
    html = render_to_string("planning/_outcome.html", dict(context), request)
    return {"errors": {}, "text": found.summary, "html": html}


def _opened(forms: list[ChangeForm]) -> int:
    """How many of a section say something."""
    return sum(form.is_changed for form in forms)
