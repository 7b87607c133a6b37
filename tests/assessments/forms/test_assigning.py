import pytest

from accounts.roles import Role
from assessments.forms.assigning import SEEDS, AssignmentForm, ShareOutForm
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db

UNKNOWN = "Lựa chọn này không có trong danh sách; hãy chọn lại."


@pytest.fixture
def people():
    return [user_as(Role.REVIEWER) for _number in range(3)]


def shared(people, **fields) -> ShareOutForm:
    return ShareOutForm(
        people, {"reviewers": [people[0].pk, people[1].pk], "second_percent": "20", "seed": "7", **fields}
    )


def test_share_out_is_read(people):
    form = shared(people)
    assert form.errors == {}
    found = form.cleaned_data
    assert (set(found["reviewers"]), found["second_percent"], found["seed"]) == (set(people[:2]), 20, 7)


def test_share_out_begins_with_everybody_and_a_seed_of_its_own(people):
    seeds = {ShareOutForm(people).initial["seed"] for _number in range(20)}
    assert len(seeds) > 1
    assert all(0 <= seed < SEEDS for seed in seeds)
    assert ShareOutForm(people).initial["reviewers"] == [person.pk for person in people]
    offered = [str(label) for _value, label in ShareOutForm(people).fields["reviewers"].choices]
    assert offered == [str(person) for person in people]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"reviewers": []}, {"reviewers": ["Hãy điền mục này."]}),
        ({"reviewers": ["x"]}, {"reviewers": [UNKNOWN]}),
        ({"reviewers": ["0"]}, {"reviewers": [UNKNOWN]}),
        ({"second_percent": ""}, {"second_percent": ["Hãy điền mục này."]}),
        ({"second_percent": "x"}, {"second_percent": ["Cần một số nguyên, ví dụ 20."]}),
        ({"second_percent": "12,5"}, {"second_percent": ["Cần một số nguyên, ví dụ 20."]}),
        ({"second_percent": "101"}, {"second_percent": ["Tỷ lệ cần từ 0 đến 100; bạn nhập 101."]}),
        ({"second_percent": "-1"}, {"second_percent": ["Tỷ lệ cần từ 0 đến 100; bạn nhập -1."]}),
        ({"seed": "9" * 5000}, {"seed": ["Cần một số nguyên, ví dụ 20."]}),
        ({"seed": "1000000"}, {"seed": ["Số mầm cần từ 0 đến 999999; bạn nhập 1000000."]}),
    ],
)
def test_share_out_refuses_rubbish_beside_its_field(people, fields, errors):
    assert shared(people, **fields).errors == errors


def test_somebody_who_is_not_offered_is_refused(people):
    assert shared(people, reviewers=[UserFactory().pk]).errors == {"reviewers": [UNKNOWN]}


def test_double_review_takes_two(people):
    sentence = "Thẩm định hai người cần ít nhất hai người thẩm định."
    assert shared(people, reviewers=[people[0].pk]).errors == {"second_percent": [sentence]}
    assert shared(people, reviewers=[people[0].pk], second_percent="0").errors == {}


def seats(people, first="", second="") -> AssignmentForm:
    return AssignmentForm(people, {}, {"first": first, "second": second})


def test_seats_are_read_and_may_be_empty(people):
    form = seats(people, people[0].pk, people[2].pk)
    assert form.errors == {}
    assert form.cleaned_data == {"first": people[0], "second": people[2]}
    assert seats(people).errors == {}
    assert seats(people).fields["first"].choices[0] == ("", "Chưa phân công")


def test_seats_go_to_two_people_the_first_first(people):
    one = people[0].pk
    assert seats(people, one, one).errors == {"second": ["Hai người thẩm định phải là hai người khác nhau."]}
    sentence = "Cần người thẩm định thứ nhất trước khi phân công người thứ hai."
    assert seats(people, "", one).errors == {"first": [sentence]}


@pytest.mark.parametrize("rubbish", ["x", "0", "-1", "9" * 30])
def test_seats_refuse_rubbish(people, rubbish):
    assert seats(people, rubbish, people[0].pk).errors == {"first": [UNKNOWN]}


def test_choices_refuse_characters_that_no_database_keeps(people):
    assert list(shared(people, reviewers=["1\x00"]).errors) == ["reviewers"]
    assert list(seats(people, "\x00").errors) == ["first"]


@pytest.mark.parametrize("rubbish", ["9" * 30, "9" * 5_000, "\0", "-1", "x"])
def test_reviewers_are_those_on_the_list(people, rubbish):
    assert shared(people, reviewers=[str(people[0].pk), rubbish]).errors["reviewers"] == [UNKNOWN]
