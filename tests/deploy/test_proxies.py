"""The configurations in `deploy/`, tested with the installed proxies in front of a running site."""
# ruff: noqa: S603

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test.client import MULTIPART_CONTENT

from matinee.server.config.environment import CHECKOUT
from tests.api.staff.team import Upload
from tests.conftest import server
from tests.live_app import LiveApp, free_port, run_live_app

pytestmark = pytest.mark.faults

DEPLOY = CHECKOUT / "deploy"
HOLDS = 3


@pytest.fixture(scope="module")
def site() -> Iterator[LiveApp]:
    """A site that trusts proxies on the local machine."""
    with run_live_app(server.url, HOLDS_PER_MINUTE=str(HOLDS), TRUSTED_PROXIES="127.0.0.1,::1") as app:
        yield app


class Proxy:
    """A running proxy."""

    def __init__(self, port: int, *, tls: bool) -> None:
        self.port, self.tls = port, tls

    def connect(self) -> HTTPConnection:
        """Open a connection to the proxy. Its certificate is self-signed."""
        if not self.tls:
            return HTTPConnection("localhost", self.port, timeout=15)
        return HTTPSConnection("localhost", self.port, timeout=15, context=ssl._create_unverified_context())  # noqa: S323

    def request(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
        """Send a request through the proxy. Return status and body. Header names keep their underscores."""
        connection = self.connect()
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, content


def port_of(url: str) -> str:
    return url.rpartition(":")[2]


def use_ports_of(site: LiveApp, text: str) -> str:
    """Replace the ports in a configuration by those of this site."""
    return text.replace(":8000", f":{port_of(site.base_url)}").replace(":8001", f":{port_of(site.live_url)}")


def environment_in(folder: Path) -> dict[str, str]:
    """Return an environment in which proxies store their files in the folder."""
    return {**os.environ, **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))}


@contextmanager
def running(*command: str | Path, port: int, tls: bool, folder: Path) -> Iterator[Proxy]:
    """Run a proxy during the block."""
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, env=environment_in(folder), stderr=log) as process,
    ):
        try:
            wait_for_port(port)
            yield Proxy(port, tls=tls)
        finally:
            process.terminate()


def wait_for_port(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the proxy did not start")


@contextmanager
def caddy(program: str, site: LiveApp, folder: Path) -> Iterator[Proxy]:
    """Run Caddy with `deploy/Caddyfile`, without TLS."""
    port = free_port()
    text = use_ports_of(site, (DEPLOY / "Caddyfile").read_text())
    text = text.replace("tickets.example", f"http://localhost:{port}").replace("{\n", "{\n\tadmin off\n", 1)
    (folder / "Caddyfile").write_text(text)
    command = (program, "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile")
    with running(*command, port=port, tls=False, folder=folder) as proxy:
        yield proxy


@contextmanager
def nginx(program: str, site: LiveApp, folder: Path) -> Iterator[Proxy]:
    """Run nginx with `deploy/nginx.conf` and a self-signed certificate."""
    port = free_port()
    make_certificate(folder)
    text = use_ports_of(site, (DEPLOY / "nginx.conf").read_text())
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace(
        "listen 80", f"listen {free_port()}"
    )
    text = text.replace("/etc/letsencrypt/live/tickets.example", str(folder)).replace(
        "tickets.example", "localhost"
    )
    (folder / "site.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As root, nginx would give its workers a user that cannot write into the folder.
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    with running(
        program, "-p", folder, "-c", folder / "nginx.conf", port=port, tls=True, folder=folder
    ) as proxy:
        yield proxy


def make_certificate(folder: Path) -> None:
    """Write a self-signed certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


SYSTEM_PATH = f"{os.environ['PATH'].replace(str(Path(sys.executable).parent), '')}:/usr/sbin"
PROXIES = {
    "Caddy of the system": (caddy, shutil.which("caddy", path=SYSTEM_PATH)),
    "Caddy of the Python packages": (caddy, str(Path(sys.executable).with_name("caddy"))),
    "nginx of the system": (nginx, shutil.which("nginx", path=SYSTEM_PATH)),
}
"""`tools/bootstrap.py proxies` installs Debian's versions. The Python packages contain a newer Caddy."""


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, site: LiveApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Each proxy in turn."""
    run, program = PROXIES[request.param]
    assert program, f"{request.param} is not installed"
    folder = tmp_path_factory.mktemp("proxy")
    with run(program, site, folder) as running:
        yield running


def test_proxy_forwards_requests_to_the_site(proxy: Proxy) -> None:
    status, config = proxy.request("GET", "/api/config/")
    assert (status, json.loads(config)["payment_provider"]) == (200, "demo")
    assert proxy.request("GET", "/")[0] == 200


def test_proxy_forwards_uploads_of_films(proxy: Proxy, site: LiveApp) -> None:
    """A file of 9 MB reaches the site, which says what is wrong with it."""
    key = site.matinee("api-key", "create", "--role", "programmer", "--name", "Upload").split()[-1]
    form = Upload(b"Title\n" + b"x" * 9_000_000, {"dry_run": "true"}).body()
    headers = {"Content-Type": MULTIPART_CONTENT, "Authorization": f"Bearer {key}"}
    connection = proxy.connect()
    connection.request("POST", "/api/staff/movies/import/", form, headers)
    response = connection.getresponse()
    content = json.loads(response.read())
    connection.close()
    assert response.status == 200, content
    assert [one["line"] for one in content["problems"]] == [1]


def test_events_are_not_buffered(proxy: Proxy) -> None:
    connection = proxy.connect()
    connection.request("GET", "/api/shows/1/events/")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream"
    # The stream does not end, so a buffering proxy would send nothing.
    assert response.fp.readline() != b""
    connection.close()


@pytest.mark.parametrize("name", ["X_Forwarded_For", "X-Forwarded-For", "X_FORWARDED_FOR", "X-Forwarded_For"])
def test_forged_header_does_not_evade_the_limit_of_holds(proxy: Proxy, name: str) -> None:
    # All cases share the limit of this client, so only the last requests have known results.
    path = "/api/lock-seat/"
    responses = [
        proxy.request("POST", path, {"show_id": 1, "seat_ids": [n]}, **{name: f"198.51.100.{n}"})[0]
        for n in range(1, HOLDS + 3)
    ]
    assert responses[-2:] == [429, 429]


def test_headers_with_underscores_are_dropped(proxy: Proxy) -> None:
    missing = proxy.request("GET", "/api/holds/current/")
    assert missing[0] in {400, 401}
    assert proxy.request("GET", "/api/holds/current/", X_Hold_Token="a" * 43)[0] == missing[0]


@pytest.mark.parametrize("name", [name for name, (run, _) in PROXIES.items() if run is caddy])
def test_caddy_accepts_the_unchanged_file(name: str, tmp_path: Path) -> None:
    command = [
        str(PROXIES[name][1]),
        "validate",
        "--adapter",
        "caddyfile",
        "--config",
        str(DEPLOY / "Caddyfile"),
    ]
    done = subprocess.run(command, env=environment_in(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
