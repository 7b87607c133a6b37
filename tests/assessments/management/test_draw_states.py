import io

from django.core.management import call_command
from django.utils import translation

from assessments.management.states import document


def test_command_prints_the_page_in_vietnamese_whatever_language_is_set():
    expected, printed = document(), io.StringIO()
    with translation.override("en"):
        call_command("draw_states", stdout=printed)
    assert printed.getvalue() == expected
