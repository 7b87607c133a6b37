"""Keys of rows in addresses: a number that counts up is written as a block that says nothing of how many there are."""

from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

HALF = 8
SALT = b"smartcity_portal.keys"


class Key:
    """`<key:pk>`: 32 hexadecimal digits, the number encrypted as one block of AES under SECRET_KEY. A block that was
    not made so is no address (404). After a change of SECRET_KEY addresses stay good while SECRET_KEY_FALLBACKS has the
    old one."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> int:
        """Raises ValueError, which Django takes for "no such address"."""
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            decryptor = _cipher(secret).decryptor()
            block = decryptor.update(bytes.fromhex(value)) + decryptor.finalize()
            if not any(block[:HALF]):
                return int.from_bytes(block[HALF:])
        raise ValueError(value)

    def to_url(self, value: int) -> str:
        """Raises ValueError for what is no key of a row."""
        if not 0 <= int(value) < 1 << 8 * HALF:
            raise ValueError(value)
        encryptor = _cipher(settings.SECRET_KEY).encryptor()
        return (encryptor.update(int(value).to_bytes(2 * HALF)) + encryptor.finalize()).hex()


@lru_cache(maxsize=8)
def _cipher(secret: str) -> "Cipher[ECB]":
    """One block at a time and each number but once: nothing that a chained mode would hide."""
    return Cipher(AES256(sha256(SALT + secret.encode()).digest()), ECB())  # noqa: S305
