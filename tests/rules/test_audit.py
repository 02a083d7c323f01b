"""The audit of dependencies reports known vulnerabilities and licences that are not allowed."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import audit
import pytest

ADVISORY = {"id": "GHSA-test", "modified": "2026-01-01T00:00:00Z", "summary": "Bad"}


@pytest.fixture
def advisories() -> Iterator[str]:
    """A service that knows a vulnerability of Django. Yields its address."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            known = [{"vulns": [ADVISORY]} if one["package"]["name"] == "django" else {} for one in queries]
            self.respond({"results": known})

        def do_GET(self) -> None:
            events = [{"introduced": "0"}]
            package = {"ecosystem": "PyPI", "name": "django"}
            affected = {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
            self.respond({**ADVISORY, "affected": [affected]})

        def respond(self, data: object) -> None:
            body = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.slow
def test_a_known_vulnerability_is_found(advisories: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = f"{audit.PYTHON_AUDIT} --service-url {advisories}"
    assert audit.vulnerabilities("PyPI", command, audit.python_outcome) == "vulnerable"
    assert "GHSA-test" in capsys.readouterr().err


@pytest.mark.slow
def test_an_unreachable_service_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    command = f"{audit.PYTHON_AUDIT} --service-url http://127.0.0.1:9/"
    assert audit.vulnerabilities("PyPI", command, audit.python_outcome) == "unreachable"
    assert capsys.readouterr().err.startswith("NOT CHECKED: PyPI is unreachable")


@pytest.mark.parametrize(
    ("report", "outcome"),
    [
        ('{"auditReportVersion": 2, "metadata": {"vulnerabilities": {"total": 0}}}', "clean"),
        ('{"auditReportVersion": 2, "metadata": {"vulnerabilities": {"total": 3}}}', "vulnerable"),
        ('{"message": "request failed", "error": {"summary": ""}}', "unreachable"),
        ("", "unreachable"),
    ],
)
def test_outcome_of_an_npm_report(report: str, outcome: str) -> None:
    assert audit.web_outcome(subprocess.CompletedProcess([], 1, stdout=report)) == outcome


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("BSD License", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-or-later", False),
        ("SEE LICENSE IN x", False),
        ("", False),
    ],
)
def test_allowed_licences(licence: str, free: bool) -> None:
    assert audit.is_allowed(licence) is free


def test_every_runtime_package_is_checked() -> None:
    names = {*dict(audit.python_licences()), *dict(audit.web_licences())}
    assert {"PyPI django", "PyPI stripe", "npm react", "npm wouter"} <= names
    assert not {"PyPI pytest", "npm vite"} & names
