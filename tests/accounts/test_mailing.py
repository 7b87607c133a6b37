from smtplib import SMTPServerDisconnected

import pytest

from accounts.mailing import is_sent


def test_mail_that_the_server_takes_is_sent():
    sent = []
    assert is_sent(lambda: sent.append(1), "thư")
    assert sent == [1]


@pytest.mark.parametrize("error", [ConnectionRefusedError, SMTPServerDisconnected, TimeoutError])
def test_server_that_is_away_is_logged_and_breaks_nothing(error, caplog):
    def away():
        raise error

    assert not is_sent(away, "invitation")
    assert "A mail could not be sent: invitation" in caplog.text


def test_fault_of_our_own_is_raised():
    with pytest.raises(KeyError):
        is_sent(lambda: {}["x"], "thư")
