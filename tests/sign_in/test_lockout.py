from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sign_in import lockout
from sign_in.models import FailedTry
from tests.assessments.actions.together import at_once
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"
LOCKED = "Đã thử sai quá nhiều lần. Có thể thử lại sau 08:15:00 (giờ Hà Nội)."
WRONG = "Thư điện tử hoặc mật khẩu chưa đúng. Hãy kiểm tra lại; nếu vẫn không được, hãy đặt lại mật khẩu."


@pytest.fixture(autouse=True)
def _eight_in_the_morning(time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)


def tried(typed="lan@tinh.example", address=HOME):
    """Until when trying is locked; None if one more wrong password was borne."""
    try:
        lockout.begin(typed, address)
    except lockout.LockedOut as locked:
        return locked.until
    return None


def in_minutes(number):
    return timezone.now() + timedelta(minutes=number)


def test_five_wrong_passwords_from_one_place_are_borne():
    assert [tried() for _time in range(7)] == [None] * 5 + [in_minutes(15)] * 2


def test_asking_while_locked_does_not_make_it_longer(time_machine):
    for _time in range(5):
        tried()
    time_machine.shift(timedelta(minutes=14))
    assert [tried(), tried()] == [in_minutes(1)] * 2
    time_machine.shift(timedelta(minutes=1))
    assert tried() is None


def test_other_accounts_and_places_go_on():
    for _time in range(5):
        tried()
    assert [tried(), tried("hoa@tinh.example"), tried(address=ELSEWHERE)] == [in_minutes(15), None, None]


def test_account_is_locked_everywhere_after_more(settings):
    settings.SIGN_IN_TRIES = (5, 8, 100)
    assert [tried(address=f"203.0.113.{number}") for number in range(9)] == [None] * 8 + [in_minutes(15)]


def test_place_is_locked_for_all_accounts_after_more(settings):
    settings.SIGN_IN_TRIES = (5, 30, 8)
    assert [tried(f"{number}@tinh.example") for number in range(9)] == [None] * 8 + [in_minutes(15)]
    assert tried("9@tinh.example", ELSEWHERE) is None


@pytest.mark.parametrize("typed", ["LAN@tinh.example", " lan@tinh.example ", "ｌａｎ@tinh.example"])
def test_account_is_the_same_however_it_is_written(typed):
    for _time in range(5):
        tried()
    assert tried(typed) == in_minutes(15)


def test_right_password_forgives_what_was_wrong_at_this_place_only():
    tried(address=ELSEWHERE)
    old = FailedTry.objects.create(account="x", address="y", at=timezone.now() - timedelta(days=2))
    for _time in range(4):
        tried()
    lockout.succeed(lockout.begin("lan@tinh.example", HOME))
    assert list(FailedTry.objects.values_list("address", flat=True)) == [ELSEWHERE]
    assert not FailedTry.objects.filter(pk=old.pk).exists()


def test_new_password_forgives_everywhere():
    tried(address=ELSEWHERE)
    tried()
    tried("hoa@tinh.example")
    lockout.forgive("Lan@tinh.example")
    assert FailedTry.objects.count() == 1


def test_what_was_typed_is_not_kept():
    tried("mat-khau-go-nham-o")
    kept = FailedTry.objects.values().get()
    assert "mat-khau" not in str(kept)
    assert len(kept["account"]) == 64
    assert str(FailedTry.objects.get()) == f"{HOME}: 2026-03-02 01:00:00+00:00"


def sign_in(client, email, password):
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=HOME)


def told(response):
    return list(response.context["form"].non_field_errors())


@pytest.mark.parametrize("is_known", [True, False])
def test_page_says_the_same_whether_or_not_there_is_such_an_account(client, is_known):
    email = UserFactory().email if is_known else "khong-co@tinh.example"
    found = [told(sign_in(client, email, "sai")) for _time in range(6)]
    assert found == [[WRONG]] * 5 + [[LOCKED]]
    page = sign_in(client, email, PASSWORD)
    assert (page.status_code, told(page)) == (200, [LOCKED]), "nor does the right password help"
    assert LOCKED in page.content.decode()


def test_one_gets_in_after_the_time_that_the_page_told(client, time_machine):
    email = UserFactory().email
    for _time in range(6):
        sign_in(client, email, "sai")
    time_machine.shift(timedelta(minutes=15))
    assert sign_in(client, email, PASSWORD).status_code == 302


@pytest.mark.parametrize("typed", ["", "a\x00b", "x" * 5000, "‮"])
def test_rubbish_is_refused(client, typed):
    assert sign_in(client, typed, "sai").status_code == 200


def test_many_wrong_passwords_at_once_do_not_slip_through(transactional_db):
    found = at_once(*[tried] * 12)
    assert found.count(None) <= 5, "each is counted before any password is looked at"
    assert tried() == (None if found.count(None) < 5 else in_minutes(15))
