import pytest
from django.core.exceptions import ValidationError

from audit.enums import Verb
from audit.models import Event, Head
from audit.recording import record

pytestmark = pytest.mark.django_db


def test_event_and_head_say_their_place():
    record(Verb.SIGN_IN, "user:5")
    assert str(Event.objects.get()) == "user:5 #1: đăng nhập"
    assert str(Head.objects.get()) == "user:5 #1"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"seq": 1, "previous": "x"}, "Chỉ dòng đầu của chuỗi không có dòng trước."),
        ({"seq": 2, "previous": ""}, "Chỉ dòng đầu của chuỗi không có dòng trước."),
        ({"seq": 2, "previous": "x", "verb": "y"}, "Việc không có trong danh sách."),
        ({"seq": 1, "previous": "", "chain": "user:5"}, "Vị trí này của chuỗi đã có một dòng."),
    ],
)
def test_what_cannot_be_is_refused_in_words(fields, message):
    record(Verb.SIGN_IN, "user:5")
    event = Event(**{"chain": "user:6", "verb": Verb.SIGN_IN, **fields})
    with pytest.raises(ValidationError) as refused:
        event.validate_constraints()
    assert refused.value.messages == [message]
