from accounts.roles import MAY_INVITE, MINISTRY_ROLES, PROVINCE_ROLES, Role


def test_six_roles_belong_to_the_province_or_to_the_ministry():
    assert set(Role) == PROVINCE_ROLES | MINISTRY_ROLES
    assert not PROVINCE_ROLES & MINISTRY_ROLES
    assert {role.value: str(role.label) for role in Role} == {
        "contributor": "Cán bộ nhập liệu",
        "coordinator": "Đầu mối của tỉnh",
        "leader": "Lãnh đạo",
        "reviewer": "Chuyên viên thẩm định",
        "campaign_manager": "Quản trị đợt đánh giá",
        "auditor": "Kiểm toán",
    }


def test_coordinators_invite_within_provinces_and_managers_everybody():
    assert {Role.COORDINATOR: PROVINCE_ROLES, Role.CAMPAIGN_MANAGER: set(Role)} == MAY_INVITE
