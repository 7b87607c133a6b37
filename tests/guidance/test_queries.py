import pytest

from guidance import queries
from guidance.models import GuidanceVersion
from tests.factories import guidance_version
from tests.factories.catalogues import real_guidance


@pytest.mark.django_db
def test_stored_catalogue_is_the_one_that_was_loaded():
    assert queries.catalogue(guidance_version()) == real_guidance()


@pytest.mark.django_db
def test_catalogue_is_parsed_once_a_process():
    guidance_version()
    first = queries.catalogue(GuidanceVersion.objects.get())
    assert queries.catalogue(GuidanceVersion.objects.get()) is first


def test_recommendations_and_questions_are_in_document_order():
    found = real_guidance()
    codes = list(queries.recommendations(found))
    assert (codes[0], codes[3], codes[-1], len(codes)) == ("ICT-3", "IOC-1", "ORG-4", 19)
    questions = queries.questions(found)
    assert list(questions)[:2] == ["ICT-3.1", "ICT-3.2"]
    assert [code for code in questions if code.startswith("IOC-7.")] == [f"IOC-7.{number}" for number in range(1, 6)]
    assert all(code == question.code for code, question in questions.items())


def test_rules_are_found_by_code():
    assert queries.rules(real_guidance().document)["cv2333"].number == "2333/BTTTT-CĐSQG"
    assert queries.rules(None) == {}


def test_contents_name_every_branch_and_leaf_with_its_place():
    found = queries.contents(real_guidance())
    assert found.head is real_guidance().document
    assert [code for code, placed in found.branches.items() if not placed.parent] == [
        "KT",
        "IOC",
        "DL",
        "CS",
        "CD",
        "TC",
    ]
    assert found.branches["ICT-3"].parent == "KT"
    assert list(found.leaves) == list(queries.questions(real_guidance()))
    assert {placed.parent for placed in found.leaves.values()} == set(queries.recommendations(real_guidance()))
