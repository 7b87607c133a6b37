"""Wherever people write or send freely they are told what must not be written; in one wording."""

import pytest
from django.test import Client
from django.urls import reverse

WORDS = "Không nhập, không tải lên nội dung thuộc danh mục bí mật nhà nước; che dữ liệu cá nhân không cần thiết."


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("coordinator", "section"),
        ("coordinator", "discussion_thread"),
        ("coordinator", "workbooks:upload"),
        ("coordinator", "planning:action_new"),
        ("coordinator", "planning:action_edit"),
        ("reviewer", "review_leaf"),
        ("campaign_manager", "operations:release"),
    ],
)
def test_state_secrets_are_warned_of(world, actor, name):
    client = Client()
    client.force_login(world.actors[actor])
    assert WORDS in client.get(reverse(name, kwargs=world.kwargs(name))).content.decode()
