"""Signing in by an OpenID Connect provider: for people who have an account here already. The first time by an address
that the provider has verified; from then on by the provider's own name for them, which it gives to nobody else."""

import logging
from typing import Any

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess, Provider
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User

from .models import Identity

logger = logging.getLogger(__name__)

PROVIDER = "sso"
"""Its name in our addresses: /accounts/oidc/sso/login/callback/ is what the provider has to know."""

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a private key only: neither "none" nor a secret that could be our own."""

CLAIMS = ["iss", "sub", "aud", "exp", "iat"]
LONGEST_SUBJECT = Identity._meta.get_field("subject").max_length
LEEWAY_SECONDS = 30


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """The provider is what the settings say; who signs in is looked up here."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True},
        )
        return [found] if settings.OIDC_ISSUER else []

    def get_requests_session(self) -> requests.Session:
        """The provider answers where it says; whoever sends us elsewhere is not followed."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims = sociallogin.account.extra_data["id_token"]
        person = known_person(claims)
        if person is None:
            person = self._by_address(request, claims)
            if not is_bound(person, claims):
                text = _("Tài khoản %s đã gắn với một danh tính khác của hệ thống đăng nhập một lần.")
                raise refusal(request, text % person.email)
        if not person.is_active:
            raise refusal(request, _("Địa chỉ %s chưa có tài khoản đang hoạt động trên cổng này.") % person.email)
        sociallogin.user = person
        sociallogin.state["process"] = AuthProcess.LOGIN  # accounts of other systems are not connected to ours

    def _by_address(self, request: HttpRequest, claims: dict[str, Any]) -> User:
        email = claims.get("email") or ""
        if not email or claims.get("email_verified") is not True:
            raise refusal(request, _("Hệ thống đăng nhập một lần chưa xác minh địa chỉ thư của bạn."))
        person = find_person(email)
        if person is None:
            raise refusal(request, _("Địa chỉ %s chưa có tài khoản đang hoạt động trên cổng này.") % email)
        return person

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, *_given: Any, exception: Exception | None = None, **_more: Any
    ) -> None:
        logger.warning("Single sign-on was refused: %r", exception)
        raise refusal(request, _("Lần đăng nhập này đã bị hủy, đã quá hạn hoặc không hợp lệ."))


def offer() -> dict[str, str] | None:
    """What the sign-in page has to say of it, and the way there; None where it is not configured."""
    if not settings.OIDC_ISSUER:
        return None
    return {"name": settings.OIDC_NAME, "url": reverse("openid_connect_login", args=[PROVIDER])}


def known_person(claims: dict[str, Any]) -> User | None:
    """Whom the provider's name for them was bound to."""
    found = Identity.objects.filter(issuer=claims["iss"], subject=claims["sub"]).select_related("person").first()
    return found.person if found else None


def is_bound(person: User, claims: dict[str, Any]) -> bool:
    """Bind the person to the provider's name for them; False if they have another already."""
    found = Identity.objects.get_or_create(person=person, issuer=claims["iss"], defaults={"subject": claims["sub"]})[0]
    return found.subject == claims["sub"]


def find_person(email: str) -> User | None:
    """Compared here once more: the database takes "ı" for an "i" in capitals."""
    found = User.objects.filter(email__iexact=email, is_active=True).first() if email.isprintable() else None
    return found if found and found.email.casefold() == email.casefold() else None


def refusal(request: HttpRequest, reason: str) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(refused(request, reason))


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "sign_in/single_sign_on_refused.html", {"reason": reason}, status=403)


class OpenIDConnect(OpenIDConnectOAuth2Adapter):
    """Stricter than allauth's: the identity token must be there and its signature is checked even though it came over
    TLS; what the userinfo endpoint adds must be of the same person."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **given: Any) -> SocialLogin:
        claims = self._verified(given["response"]["id_token"], app.client_id)
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            claims = self._with_userinfo(claims, token)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _verified(self, token: str, client: str) -> dict[str, Any]:
        issuer = self.openid_config["issuer"]
        if issuer.rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("another issuer than the configured one")
        claims: dict[str, Any] = jwt.decode(
            token,
            self._key(token),
            ALGORITHMS,
            {"require": CLAIMS},
            audience=client,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
        )
        if claims.get("azp", client) != client:
            raise OAuth2Error("a token for another portal")
        if len(claims["sub"]) > LONGEST_SUBJECT or not claims["sub"].isprintable():
            raise OAuth2Error("a name that the standard does not allow")
        return claims

    def _key(self, token: str) -> jwt.PyJWK:
        """A provider of one key need not name it."""
        name = jwt.get_unverified_header(token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        signing = [key for key in answer.json()["keys"] if key.get("use", "sig") == "sig"]
        found = [key for key in signing if name in {None, key.get("kid")}]
        if len(found) != 1:
            raise OAuth2Error("no such key")
        return jwt.PyJWK(found[0])

    def _with_userinfo(self, claims: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        more = self._fetch_user_info(token.token)
        if more["sub"] != claims["sub"]:
            raise OAuth2Error("userinfo of another person")
        return {**more, **claims}


UNREACHABLE = (
    *(requests.RequestException, OAuth2Error, jwt.PyJWTError),
    *(KeyError, ValueError, TypeError, AttributeError),
)
"""The provider is away, or answers what none answers."""
