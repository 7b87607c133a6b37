from allauth.account.adapter import get_adapter

from accounts.adapter import AccountAdapter


def test_nobody_signs_up_by_themselves(rf):
    adapter = get_adapter()
    assert type(adapter) is AccountAdapter
    assert adapter.is_open_for_signup(rf.get("/")) is False
