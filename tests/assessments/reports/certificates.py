"""Throw-away certificates as PKCS#12 files."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = "mật-khẩu-thử"


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(first: datetime, last: datetime, *purposes: x509.ObjectIdentifier) -> x509.Certificate:
    """Signed by itself, for signing documents."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cục Chuyển đổi số quốc gia (thử)")])
    made = x509.CertificateBuilder(name, name, key().public_key(), x509.random_serial_number(), first, last)
    usage = x509.KeyUsage(True, True, *[False] * 7)
    made = made.add_extension(usage, critical=True)
    if purposes:
        made = made.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return made.sign(key(), hashes.SHA256())


def of_a_stamp_service() -> x509.Certificate:
    """Of a time-stamp service."""
    now = datetime.now(UTC)
    return certificate(now - timedelta(days=1), now + timedelta(days=1), ExtendedKeyUsageOID.TIME_STAMPING)


def pkcs12_file(folder: Path, days: int = 30, since: int = 1, *, with_key: bool = True) -> Path:
    """Valid from `since` days ago for `days` days from now."""
    now = datetime.now(UTC)
    made = certificate(now - timedelta(days=since), now + timedelta(days=days))
    protection = BestAvailableEncryption(PASSWORD.encode())
    content = pkcs12.serialize_key_and_certificates(b"x", key() if with_key else None, made, None, protection)
    path = folder / "chung-thu.p12"
    path.write_bytes(content)
    return path
