"""Who: provinces and what they were merged from, bodies, users, memberships, invitations."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.password_validation import validate_password
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .prepared import Prepared
from .roles import MINISTRY_ROLES, PROVINCE_ROLES, Role


class ProvinceQuerySet(models.QuerySet["Province"]):
    def valid_on(self, day: date) -> "ProvinceQuerySet":
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Region(models.TextChoices):
    """The six socio-economic regions of Nghị quyết 306/NQ-CP (05/10/2025)."""

    NORTHERN_MIDLANDS = "northern_midlands", _("Trung du và miền núi phía Bắc")
    RED_RIVER_DELTA = "red_river_delta", _("Đồng bằng sông Hồng")
    NORTH_CENTRAL = "north_central", _("Bắc Trung Bộ")
    SOUTH_CENTRAL = "south_central", _("Duyên hải Nam Trung Bộ và Tây Nguyên")
    SOUTHEAST = "southeast", _("Đông Nam Bộ")
    MEKONG_DELTA = "mekong_delta", _("Đồng bằng sông Cửu Long")


class Province(models.Model):
    """A provincial unit for as long as it stood under one code. Seven codes belonged to another province before
    01/7/2025, so the key is (code, valid_from). `valid_to` is the last day, None while the unit stands."""

    code = models.CharField(_("mã"), max_length=2)
    name = models.CharField(_("tên"), max_length=60)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    commune_units = models.PositiveSmallIntegerField(_("số đơn vị cấp xã"), null=True, blank=True)
    region = models.CharField(_("vùng"), max_length=20, choices=Region.choices, blank=True)
    population = models.PositiveIntegerField(_("dân số (nghìn người)"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("nhập vào")
    )

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tỉnh, thành phố")
        verbose_name_plural = _("tỉnh, thành phố")
        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "valid_from"),
                name="province_code_once_a_period",
                violation_error_message=_("Mã tỉnh này đã có với cùng ngày bắt đầu hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="province_period_is_ordered",
                violation_error_message=_("Ngày hết hiệu lực phải từ ngày bắt đầu hiệu lực trở đi."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def type_on(self, day: date) -> str:
        """What the unit was on that day: a value of ProvinceType.Type; "" before the first that is known."""
        found = self.types.filter(valid_from__lte=day).order_by("valid_from").last()
        return found.type if found else ""


class ProvinceType(models.Model):
    """What a province is from a day on: the type of a unit is dated (Đồng Nai became a city on 30/4/2026)."""

    class Type(models.TextChoices):
        PROVINCE = "province", _("tỉnh")
        CITY = "city", _("thành phố trực thuộc trung ương")

    province = models.ForeignKey(Province, models.CASCADE, related_name="types")
    type = models.CharField(_("loại"), max_length=10, choices=Type.choices)
    valid_from = models.DateField(_("từ ngày"))

    class Meta:
        verbose_name = _("loại đơn vị")
        verbose_name_plural = _("loại đơn vị")
        ordering = ("province", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("province", "valid_from"),
                name="province_type_once_a_day",
                violation_error_message=_("Tỉnh này đã có loại đơn vị từ cùng ngày."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.province}: {self.get_type_display()}"


class Body(models.Model):
    """An organisation people sit in: a department of one province, or (province None) of the ministry."""

    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("tỉnh, thành phố")
    )
    code = models.CharField(_("mã"), max_length=20)
    name_vi = models.CharField(_("tên"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ("province", "name_vi")
        constraints = (
            models.UniqueConstraint(
                fields=("province", "code"),
                name="body_code_once_a_province",
                violation_error_message=_("Tỉnh này đã có cơ quan mang mã này."),
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(province__isnull=True),
                name="body_code_once_in_the_ministry",
                violation_error_message=_("Đã có cơ quan của Bộ mang mã này."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.province}" if self.province_id else self.name

    @property
    def name(self) -> str:
        english = (get_language() or "vi").startswith("en") and self.name_en
        return self.name_en if english else self.name_vi


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Raises ValidationError at a weak password: createsuperuser looks at it only where it asks for it itself."""
        validate_password(password, User(email=email, full_name=fields.get("full_name", "")))
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The least personal data: name, office mail, and through `memberships` the role."""

    email = models.EmailField(_("thư điện tử công vụ"), unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=100)
    language = models.CharField(
        _("ngôn ngữ"), max_length=2, choices=(("vi", "Tiếng Việt"), ("en", "English")), default="vi"
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("vào được trang quản trị hệ thống"), default=False)
    date_joined = models.DateTimeField(_("tạo lúc"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name or self.email

    @cached_property
    def seats(self) -> list["Membership"]:
        """The user's memberships, read once a request."""
        return _seats_of(self.pk)

    def roles_in(self, province_id: int) -> set[Role]:
        """The user's roles that reach a province: those in its bodies, and every ministry role."""
        return {Role(seat.role) for seat in self.seats if seat.body.province_id in {province_id, None}}

    @property
    def roles(self) -> set[Role]:
        return {Role(seat.role) for seat in self.seats}

    @cached_property
    def ministry_roles(self) -> set[Role]:
        """By the seats as they were read."""
        return self.roles & MINISTRY_ROLES

    @property
    def province_ids(self) -> set[int]:
        return {seat.body.province_id for seat in self.seats if seat.body.province_id}


class Membership(models.Model):
    """A user's role in a body. Whether the role fits the body (province or ministry) is checked by `clean`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "body", "role"),
                name="membership_once",
                violation_error_message=_("Người này đã có vai trò này tại cơ quan."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="membership_role_is_known",
                violation_error_message=_("Vai trò không có trong danh sách."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.body}"


_seats_of = Prepared(lambda user: Membership.objects.filter(user=user).select_related("body__province"), int)


def role_fits(role: str, body: Body) -> bool:
    """Province roles belong to bodies of a province, ministry roles to bodies of the ministry."""
    return role in (PROVINCE_ROLES if body.province_id else MINISTRY_ROLES)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Those into the user's own provinces; with a role in the ministry, all."""
        return self if user.ministry_roles else self.filter(body__province__in=user.province_ids)


class Invitation(models.Model):
    """A single-use link that lets one person join. Only the hash of the link's token is kept."""

    email = models.EmailField(_("thư điện tử công vụ"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="invitations", verbose_name=_("cơ quan"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invitations_sent")
    invited_at = models.DateTimeField(_("mời lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invitations_accepted")
    accepted_at = models.DateTimeField(_("nhận lời lúc"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("lời mời")
        ordering = ("-invited_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_when_and_by_whom",
                violation_error_message=_("Cần cả người nhận lời và thời điểm nhận lời."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="invitation_expires_after_it_is_sent",
                violation_error_message=_("Thời điểm hết hạn phải sau thời điểm mời."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.body}"
