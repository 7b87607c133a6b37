import pytest
from django.apps import apps
from django.conf import settings

from personal_data.gathering import everything_about, relations
from tests.factories import UserFactory
from tests.personal_data.people import somebody


def test_no_table_that_refers_to_people_is_left_out():
    referring = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete and not field.many_to_many and field.is_relation
        if field.related_model is not None and field.related_model._meta.label == settings.AUTH_USER_MODEL
    }
    assert set(relations()) == referring
    assert len(referring) > 30


@pytest.mark.django_db
def test_everything_is_told_in_as_many_queries_for_a_busy_person_as_for_a_new_one(django_assert_num_queries):
    busy, new = somebody()[0], UserFactory()
    many = len(list(relations())) + 4
    for person in (busy, new):
        with django_assert_num_queries(many):
            everything_about(person)


@pytest.mark.django_db
def test_long_lists_of_keys_are_cut_and_still_counted(monkeypatch):
    person = somebody()[0]
    monkeypatch.setattr("personal_data.gathering.MOST_KEYS", 1)
    found = everything_about(person)["records"]
    assert [len(record["keys"]) for record in found if record["table"] == "assessments.AnswerRevision"] == [1]
    assert [record["count"] for record in found if record["table"] == "assessments.AnswerRevision"] == [1]
