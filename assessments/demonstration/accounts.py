"""An account for every role."""

from dataclasses import dataclass

from accounts.models import Body, Membership, Province, User
from accounts.roles import Role

HOME_PROVINCE = "48"
"""The province of the demonstration's provincial accounts."""

PROVINCE_BODIES = (
    ("SKHCN", "Sở Khoa học và Công nghệ", "Department of Science and Technology"),
    ("SXD", "Sở Xây dựng", "Department of Construction"),
    ("VPUBND", "Văn phòng Ủy ban nhân dân", "Office of the People's Committee"),
)
MINISTRY_BODY = ("CDSQG", "Cục Chuyển đổi số quốc gia", "National Digital Transformation Agency")


@dataclass(frozen=True)
class DemoAccount:
    email: str
    full_name: str
    role: Role
    body: str


ACCOUNTS = (
    DemoAccount("can-bo@tinh.example", "Trần Minh Anh", Role.CONTRIBUTOR, "SXD"),
    DemoAccount("dau-moi@tinh.example", "Nguyễn Thu Hà", Role.COORDINATOR, "SKHCN"),
    DemoAccount("lanh-dao@tinh.example", "Lê Quốc Bình", Role.LEADER, "VPUBND"),
    DemoAccount("tham-dinh@bo.example", "Phạm Hồng Sơn", Role.REVIEWER, "CDSQG"),
    DemoAccount("quan-tri@bo.example", "Vũ Thanh Mai", Role.CAMPAIGN_MANAGER, "CDSQG"),
    DemoAccount("kiem-toan@bo.example", "Đặng Văn Phúc", Role.AUDITOR, "CDSQG"),
)

COORDINATOR = ACCOUNTS[1]


def make_accounts(password: str) -> tuple[DemoAccount, ...]:
    """Create or renew the demonstration's accounts with this password."""
    province = Province.objects.get(code=HOME_PROVINCE, valid_to__isnull=True)
    bodies = {code: body_of(province, code, vi, en) for code, vi, en in PROVINCE_BODIES}
    bodies[MINISTRY_BODY[0]] = body_of(None, *MINISTRY_BODY)
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first() or User(email=account.email)
        user.full_name = account.full_name
        user.set_password(password)
        user.save()
        Membership.objects.get_or_create(user=user, body=bodies[account.body], role=account.role)
    return ACCOUNTS


def coordinator_of(province: Province) -> User:
    """Who answers for a province in the demonstration; cannot sign in unless it is one of ACCOUNTS."""
    if province.code == HOME_PROVINCE:
        return User.objects.get(email=COORDINATOR.email)
    body = body_of(province, *PROVINCE_BODIES[0])
    email = f"dau-moi-{province.code}@tinh.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, full_name=f"Đầu mối {province.name} (minh họa)")
        Membership.objects.create(user=user, body=body, role=Role.COORDINATOR)
    return user


def leader_of(province: Province) -> User | None:
    """Who approves before submission; None where the province has no leader who may sign in."""
    leaders = User.objects.filter(memberships__role=Role.LEADER, memberships__body__province=province, is_active=True)
    return leaders.order_by("pk").first()


def body_of(province: Province | None, code: str, vi: str, en: str) -> Body:
    """An organisation by its code, made or renamed; `province` None: of the ministry."""
    names = {"name_vi": vi, "name_en": en}
    return Body.objects.update_or_create(province=province, code=code, defaults=names)[0]
