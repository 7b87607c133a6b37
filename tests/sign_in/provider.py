"""An OpenID Connect provider as a program of its own: `python provider.py PORT`. It is oidc-provider-mock (Authlib's
server); for users whose name says so, the tokens it signed are spoilt on their way out, as an attacker would."""

import json
import sys
import time

import flask
from authlib import jose
from oidc_provider_mock._app import app
from werkzeug.serving import make_server


def signed(claims: dict[str, object], key: jose.RSAKey) -> str:
    return jose.jwt.encode({"alg": "RS256"}, claims, key).decode()


def spoilt(token: str, key: jose.RSAKey) -> str | None:
    """By the user's name."""
    claims = dict(jose.jwt.decode(token, key))
    changed = {
        "other-audience": {"aud": "another-portal"},
        "other-issuer": {"iss": "https://evil.example"},
        "other-party": {"aud": ["portal", "another-portal"], "azp": "another-portal"},
        "expired": {"exp": int(time.time()) - 3600},
    }
    who = str(claims["sub"])
    if who == "no-token":
        return None
    if who == "rubbish":
        return "rubbish"
    if who == "unsigned":
        return jose.jwt.encode({"alg": "none"}, claims, None).decode()
    if who in {"lean", "lean-stranger"}:
        return signed({name: value for name, value in claims.items() if not name.startswith("email")}, key)
    if who == "unknown-key":
        return jose.jwt.encode({"alg": "RS256", "kid": "x"}, claims, key).decode()
    if who == "other-key":
        return signed(claims, jose.RSAKey.generate_key(is_private=True))
    return signed(claims | changed[who], key) if who in changed else token


def main(port: int) -> None:
    provider = app()

    @provider.get("/moved/.well-known/openid-configuration")
    def moved() -> object:
        return flask.redirect("/.well-known/openid-configuration")

    @provider.after_request
    def spoil(response: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            answer = json.loads(response.get_data())
            answer["id_token"] = spoilt(answer["id_token"], flask.g.oidc_provider_mock_storage.jwk)
            response.set_data(json.dumps({name: value for name, value in answer.items() if value is not None}))
        if flask.request.path == "/userinfo" and b"lean-stranger" in response.get_data():
            response.set_data(response.get_data().replace(b"lean-stranger", b"somebody-else"))
        return response

    make_server("127.0.0.1", port, provider, threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
