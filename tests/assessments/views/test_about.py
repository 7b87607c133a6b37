import pytest

from assessments.models import Assessment, Campaign
from assessments.views.about import about
from tests.factories import open_assessment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_pages_say_of_what_they_are_and_whether_it_is_made_up(django_assert_num_queries, is_demonstration):
    made = open_assessment()
    Campaign.objects.update(is_demonstration=is_demonstration)
    found = Assessment.objects.with_campaign().get(pk=made.pk)
    with django_assert_num_queries(0):
        shown = about(found)
    assert shown == {"assessment": made, "campaign": made.campaign, "is_demonstration": is_demonstration}
