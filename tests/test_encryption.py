"""PostgreSQL and Redis over TLS by the addresses of docs/deploy.md: with the right certificate, and refused without."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from . import services
from .test_settings import PRODUCTION, run

pytestmark = pytest.mark.slow

ASKED = """
import django, json; django.setup()
from django.core.cache import cache
from django.db import Error, connection
from redis.exceptions import RedisError
from backups import postgres
from operations.broker import AWAY, waiting_messages

def tried(act, *errors):
    try:
        return act()
    except errors as error:
        return type(error).__name__

def line():
    with connection.cursor() as cursor:
        cursor.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        return cursor.fetchone()[0]

def kept():
    cache.set("a", "b")
    return cache.get("a")

told = postgres._environment()
print(json.dumps([tried(line, Error), tried(waiting_messages, *AWAY), tried(kept, RedisError, OSError),
                  told["PGSSLMODE"], told["PGSSLROOTCERT"]]))
"""


def certificate(folder: Path, name: str) -> Path:
    """Of "localhost", which vouches for itself; its key lies beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem, path = serialization.Encoding.PEM, folder / f"{name}.crt"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.with_suffix(".key").write_bytes(key.private_bytes(pem, *plain))
    return path


@pytest.fixture(scope="module")
def secured():
    """Both services with TLS, and certificates: theirs, and one that has nothing to do with them."""
    with TemporaryDirectory(prefix="smartcity-tls-") as name:
        Path(name).chmod(0o755)  # PostgreSQL's own user must get there
        yield from started(Path(name))


def started(folder):
    ours, other = certificate(folder, "ours"), certificate(folder, "other")
    before = list(services.STARTED)
    database = services.start_postgres(folder)
    data = folder / "postgres"
    for source, name in ((ours, "server.crt"), (ours.with_suffix(".key"), "server.key")):
        shutil.copyfile(source, data / name)
        (data / name).chmod(0o600)
        shutil.chown(data / name, data.owner(), data.group())
    for statement in ("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"):
        program = services.postgres_binaries() / "psql"
        subprocess.run([program, "-q", database, "-c", statement], check=True, stdout=subprocess.DEVNULL)
    port = services.free_port()
    tls = ("--tls-port", str(port), "--tls-cert-file", ours, "--tls-key-file", ours.with_suffix(".key"))
    options = ("--port", "0", "--tls-auth-clients", "no", "--save", "", "--dir", folder)
    services.launch([shutil.which("redis-server"), *tls, *options], folder / "redis.log")
    services.wait_until(lambda: services.answers(port), "Redis", folder / "redis.log")
    yield SimpleNamespace(database=database.replace("127.0.0.1", "localhost"), queue=port, ours=ours, other=other)
    for process in [one for one in services.STARTED if one not in before]:
        services.STARTED.remove(process)
        process.terminate()
        process.wait(20)


def answered(folder, secured, trusted: Path) -> list[object]:
    urls = {
        "DATABASE_URL": f"{secured.database}?sslmode=verify-full&sslrootcert={trusted}",
        "REDIS_URL": f"rediss://localhost:{secured.queue}/0?ssl_cert_reqs=required&ssl_ca_certs={trusted}",
    }
    done = run("prod", folder, ASKED, **PRODUCTION | urls)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_encrypted_lines_are_used_by_all_that_talk_to_them(secured, tmp_path):
    assert answered(tmp_path, secured, secured.ours) == [True, 0, "b", "verify-full", str(secured.ours)]


def test_servers_that_nobody_vouches_for_are_not_spoken_to(secured, tmp_path):
    line, queue, kept, *_told = answered(tmp_path, secured, secured.other)
    assert (line, queue) == ("OperationalError", "OperationalError")
    assert kept is None
