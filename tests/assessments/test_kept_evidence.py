from datetime import date

import pytest

from accounts.roles import Role
from assessments.actions import evidence
from assessments.kept_evidence import attached, kept, matching, met_before
from catalogues.folding import fold
from tests.factories import evidence_document, open_assessment, pdf_upload, user_as

pytestmark = pytest.mark.django_db

HERE, OTHER, THIRD = "ICT-4.2", "ICT-4.6", "ICT-5.1"


@pytest.fixture
def draft():
    return open_assessment()


@pytest.fixture
def by(draft):
    return user_as(Role.CONTRIBUTOR, draft.province)


def add_file(by, assessment, code, name="a.pdf", pages=1, **fields):
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=pdf_upload(name, pages), **fields)


def told(items):
    return [(item.evidence.title, item.here, item.elsewhere) for item in items]


@pytest.mark.parametrize("text", ["Quyết định ĐƯỜNG", "quyet dinh duong", "QUYE\u0302\u0301T ĐI\u0323NH đường"])
def test_letters_are_compared_without_case_and_marks(text):
    assert fold(text) == "quyet dinh duong"


@pytest.mark.slow
def test_evidence_of_other_answers_and_earlier_rounds_is_offered_each_once(by, draft):
    before = open_assessment(draft.province, name="Đợt 2025")
    add_file(by, before, OTHER, "cũ.pdf", pages=2)
    item = add_file(by, draft, OTHER, "mới.pdf")
    evidence.reuse(by=by, assessment=draft, code=THIRD, items=[item])
    add_file(by, before, THIRD, "tên khác.pdf")
    found = kept(draft, HERE)
    assert [(here, elsewhere) for _title, here, elsewhere in told(found)] == [
        ([OTHER, THIRD], [f"{THIRD} (Đợt 2025)"]),
        ([], [f"{OTHER} (Đợt 2025)"]),
    ]
    assert len({line.evidence.stored_file_id for line in found}) == 2


@pytest.mark.slow
def test_what_the_answer_has_is_not_offered_whatever_its_marks(by, draft):
    add_file(by, draft, HERE)
    add_file(by, draft, OTHER, is_confidential=True)
    evidence_document(draft, by, HERE)
    evidence_document(draft, by, OTHER)
    assert kept(draft, HERE) == []


@pytest.mark.slow
def test_same_file_with_another_date_is_another_item(by, draft):
    add_file(by, draft, OTHER, valid_until=date(2030, 1, 1))
    add_file(by, draft, THIRD, valid_until=date(2031, 1, 1))
    assert sorted(told(kept(draft, HERE))) == [("a.pdf", [OTHER], []), ("a.pdf", [THIRD], [])]


@pytest.mark.slow
def test_other_provinces_evidence_and_made_up_evidence_are_not_offered(by, draft):
    elsewhere = open_assessment()
    add_file(user_as(Role.COORDINATOR, elsewhere.province), elsewhere, OTHER)
    made_up = open_assessment(draft.province, is_demonstration=True)
    add_file(by, made_up, OTHER)
    assert (kept(draft, HERE), len(kept(made_up, HERE))) == ([], 1)


@pytest.mark.slow
def test_evidence_taken_off_everywhere_is_not_offered(by, draft):
    item = add_file(by, draft, OTHER)
    evidence.remove(by=by, assessment=draft, code=OTHER, evidence=item)
    assert kept(draft, HERE) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 2),
        ("   ", 2),
        ("kế hoạch", 1),
        ("KE HOACH", 1),
        ("hoạch kế", 1),
        ("quyet 12/qđ", 1),
        ("ict-4.6", 2),
        ("kế hoạch quyết", 0),
        ("%", 0),
        (".*", 0),
    ],
)
def test_search_finds_every_word_with_marks_and_without(words, count, by, draft):
    add_file(by, draft, OTHER, "Kế hoạch.pdf")
    evidence_document(draft, by, OTHER)
    assert len(matching(kept(draft, HERE), words)) == count


@pytest.mark.slow
def test_evidence_is_read_in_one_query(by, draft, django_assert_num_queries):
    for number, code in enumerate((OTHER, THIRD), 1):
        add_file(by, draft, code, pages=number)
        with django_assert_num_queries(1):
            assert len(kept(draft, HERE)) == number


# -- given once more ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_file_that_other_answers_have_is_recognised_by_its_content(by, draft):
    for code in (THIRD, OTHER):
        add_file(by, draft, code, "cũ.pdf")
    item, other = add_file(by, draft, HERE, "mới.pdf"), add_file(by, draft, HERE, "khác.pdf", pages=2)
    said = f"Tệp “mới.pdf” này đã có ở câu {OTHER}, {THIRD}."
    assert met_before(draft, HERE, [item, other], frozenset()) == [said]


@pytest.mark.slow
def test_file_that_the_answer_has_is_told_so(by, draft):
    item = add_file(by, draft, HERE)
    assert attached(draft, HERE) == {item.pk}
    assert attached(draft, OTHER) == frozenset()
    assert met_before(draft, HERE, [item], attached(draft, HERE)) == [f"Tệp “a.pdf” đã có ở câu {HERE}."]


@pytest.mark.slow
def test_links_documents_and_other_rounds_are_not_recognised(by, draft):
    before = open_assessment(draft.province)
    add_file(by, before, OTHER)
    items = [add_file(by, draft, HERE), evidence_document(draft, by, HERE)]
    evidence_document(draft, by, OTHER)
    assert met_before(draft, HERE, items, frozenset()) == []
