from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Province


@pytest.mark.slow
@pytest.mark.django_db
def test_command_loads_the_register_and_says_how_many_stand():
    out = StringIO()
    call_command("load_provinces", stdout=out)
    assert out.getvalue() == "Đã nạp 34 tỉnh, thành phố.\n"
    assert Province.objects.count() == 97
