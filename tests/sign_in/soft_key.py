"""A passkey made of a few lines: what a browser answers for it, and false answers."""

import hashlib
import json
import os

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST, ORIGIN = "testserver", "https://testserver"
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    def __init__(self):
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def answer(self, response):
        name = websafe_encode(self.id)
        extensions = {"credProps": {"rk": True}}
        found = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": extensions}
        return json.dumps(found | {"response": {part: websafe_encode(value) for part, value in response.items()}})

    def made(self, options):
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), flags, 0, credential)
        client = self.client("webauthn.create", options)
        return self.answer({"clientDataJSON": client, "attestationObject": AttestationObject.create("none", data, {})})

    def used(self, options, user, signer=None):
        """`signer`: another key that signs in place of this one."""
        data = AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), PRESENT_AND_VERIFIED, 1)
        client = self.client("webauthn.get", options)
        signature = (signer or self).key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        handle = user_pk_to_url_str(user).encode()
        answer = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": handle}
        return self.answer(answer)

    def client(self, kind, options):
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], ORIGIN)
