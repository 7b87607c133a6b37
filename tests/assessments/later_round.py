"""A round on second versions of the small catalogues: A-1.1 reworded, A-1.3 with another scale, B-2 with another
weight, A-1.7 gone, A-1.9 new; B-1 was an indicator and is a question."""

import copy

from assessments.models import Assessment
from catalogues.versions import checksum, dump, publish
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet
from tests.factories import open_assessment

from .small import GUIDANCE, INDICATORS, LINEAR


def guidance():
    found = copy.deepcopy(GUIDANCE) | {"code": "nho/v2"}
    questions = {item["code"]: item for item in found["themes"][0]["recommendations"][0]["questions"]}
    questions["A-1.1"]["prompt"] = "Kiến trúc đô thị thông minh đang ở mức nào?"
    questions["A-1.3"]["options"] = questions["A-1.3"]["options"][:2]
    del questions["A-1.7"], questions["A-1.6"]["feeds"]
    questions["A-1.9"] = {"code": "A-1.9", "kind": "yes_no", "prompt": "Câu mới?"}
    questions["B-1"] = {"code": "B-1", "kind": "ratio", "prompt": "Nay là câu hỏi?", "rule": LINEAR}
    found["themes"][0]["recommendations"][0]["questions"] = list(questions.values())
    return Guidance.model_validate(found)


def indicators():
    found = copy.deepcopy(INDICATORS) | {"code": "nho-chi-so/v2"}
    [_b1, b2] = found["groups"][0]["indicators"]
    found["groups"][0]["indicators"] = [b2 | {"weight": 5}]
    return IndicatorSet.model_validate(found)


def later_round(of: Assessment) -> Assessment:
    """The same province's draft of it."""
    versions = {}
    for name, model, catalogue in (
        ("guidance", GuidanceVersion, guidance()),
        ("indicators", IndicatorSetVersion, indicators()),
    ):
        definition = dump(catalogue)
        versions[name] = model.objects.create(code=catalogue.code, definition=definition, checksum=checksum(definition))
        publish(versions[name])
    return open_assessment(of.province, **versions)
