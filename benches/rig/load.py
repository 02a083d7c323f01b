"""Load generators: wrk for HTTP, pgbench for SQL. Both are compiled, and share the site's cores."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from benches.rig.site import Site
from benches.rig.stock import Stock
from matinee.server.postgres import binaries

HERE = Path(__file__).resolve().parent.parent
ASYNCHRONOUS = "-c synchronous_commit=off"


@dataclass(frozen=True)
class Load:
    """The result of one round, as its client measured it."""

    done: int
    seconds: float
    refused: int = 0
    """Responses with a status of 400 or more."""
    p50_ms: float = 0
    p90_ms: float = 0
    p99_ms: float = 0

    @property
    def rate(self) -> float:
        """Per second."""
        return self.done / self.seconds


def wrk(address: str, script: str, *arguments: object, clients: int, seconds: int) -> Load:
    """Send requests over `clients` connections without a pause, by a script in benches/wrk."""
    output = _output(start_wrk(address, script, *arguments, clients=clients, seconds=seconds))
    result = json.loads(output.splitlines()[-1])
    assert result.pop("failed") == 0, output
    return Load(done=result.pop("requests"), **result)


def start_wrk(
    address: str, script: str, *arguments: object, clients: int, seconds: int
) -> "subprocess.Popen[str]":
    """Start wrk. The caller waits for it."""
    program = shutil.which("wrk")
    assert program, "wrk isn't installed: apt-get install wrk"
    options = ["-t1", f"-c{clients}", f"-d{seconds}s", "--timeout=30s", f"--script={script}.lua"]
    command = [program, *options, address, "--", *map(str, arguments)]
    return subprocess.Popen(command, cwd=HERE / "wrk", stdout=subprocess.PIPE, text=True)  # noqa: S603


def read(address: str, *tag: str, clients: int, seconds: int) -> Load:
    """Request an address repeatedly, with the tag in If-None-Match."""
    return _check_refused(wrk(address, "get", *tag, clients=clients, seconds=seconds))


def hold(site: Site, stock: Stock, *, clients: int, seconds: int, with_keys: bool = True) -> Load:
    """Hold free seats through HTTP, one per request, each with an idempotency key of its own."""
    arguments = [*stock.sequence().values(), *([token_hex()] if with_keys else [])]
    return _check_refused(wrk(site.url, "lock_seat", *arguments, clients=clients, seconds=seconds))


def pgbench(
    site: Site,
    script: str,
    variables: dict[str, int],
    *,
    clients: int,
    seconds: int,
    asynchronous: bool = False,
) -> Load:
    """Run a script of benches/pgbench with prepared statements.

    With `asynchronous`, its connections commit asynchronously from the start, without a statement for it.
    """
    defined = [f"--define={name}={value}" for name, value in {**variables, "clients": clients}.items()]
    command = [
        *[pgbench_program(site), "--no-vacuum", "--protocol=prepared", f"--time={seconds}"],
        *[f"--client={clients}", f"--jobs={min(clients, 2)}", *defined],
        *[f"--file={HERE / 'pgbench' / script}.sql", site.database_url],
    ]
    environ = {**os.environ, "PGOPTIONS": ASYNCHRONOUS if asynchronous else ""}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert not re.search(r"number of failed transactions: [1-9]", done.stdout), done.stdout
    transactions = int(_found(r"actually processed: (\d+)", done.stdout))
    # Excludes the time to open the connections.
    rate = float(_found(r"tps = ([\d.]+)", done.stdout))
    return Load(transactions, transactions / rate)


def pgbench_program(site: Site) -> str:
    """pgbench from the folder of the server's programs, else from the wheel."""
    for each in (site.cluster.binaries, *binaries.bundled()):
        program = Path(each.program("pgbench"))
        if program.exists():
            return str(program)
    raise FileNotFoundError("pgbench")


def _check_refused(load: Load) -> Load:
    # If the disk stalls for half a second, requests that find the queue full are rejected: at most 0.5 %.
    assert load.refused * 200 <= load.done, load
    return load


def _output(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate()
    assert process.returncode == 0, output
    return output


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]
