"""The page for what went wrong inside tells the request's id."""

import pytest
from django.test import Client

from operations.views.failing import server_error


@pytest.mark.django_db
def test_page_of_a_failure_tells_the_id_by_which_the_log_is_searched(monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr("allauth.account.views.LoginView.dispatch", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/accounts/login/", headers={"X-Request-ID": "incident-42"})
    assert response.status_code == 500
    assert "Mã yêu cầu: <code>incident-42</code>" in response.content.decode()


def test_page_without_an_id(rf):
    page = server_error(rf.get("/")).content.decode()
    assert "Máy chủ gặp lỗi" in page
    assert "Mã yêu cầu" not in page
