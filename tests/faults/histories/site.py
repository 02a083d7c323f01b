"""The site under test: a real `matinee serve` with its own database, behind proxies that inject faults."""
# ruff: noqa: S603

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from matinee.server.config.environment import CHECKOUT
from tests.faults.histories.programme import Programme
from tests.faults.histories.proxies import ClientProxy, DatabaseProxy, ProxyThread, running_proxies
from tests.faults.machine import Machine, clear, open_folder
from tests.live_app import free_port
from tests.mail_server import Mailbox, run_mail_server

STARTUP_HOOKS = Path(__file__).with_name("startup_hooks")
READY_SECONDS = 120
SEATS = 4

CLOCK = """
CREATE SCHEMA nemesis;
CREATE SEQUENCE nemesis.clock_offset MINVALUE -1000000000000 START 0;
CREATE FUNCTION nemesis.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + last_value * interval ''1 us'' FROM nemesis.clock_offset';
GRANT USAGE ON SCHEMA nemesis TO matinee;
GRANT SELECT ON nemesis.clock_offset TO matinee;
ALTER ROLE matinee SET search_path = nemesis, pg_catalog, public;
-- A view keeps the function that it was created with.
DO $$
DECLARE definition text := pg_get_viewdef('taken_seat');
BEGIN
    SET LOCAL search_path = nemesis, pg_catalog, public;
    EXECUTE 'CREATE OR REPLACE VIEW public.taken_seat AS ' || definition;
END $$;
"""
"""A clock that can be stepped. Its offset is in a sequence, which ignores snapshots and transactions."""


@dataclass
class Site:
    """A running site with its proxies and its mail server."""

    machine: Machine
    programme: Programme
    mailbox: Mailbox
    clients: ClientProxy
    database: DatabaseProxy
    proxies: ProxyThread
    process: "subprocess.Popen[bytes]"
    log: Path

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect as the database's administrator, past the proxies. Raises: psycopg.OperationalError."""
        return psycopg.connect(self.administrator, autocommit=True, connect_timeout=5)

    @property
    def administrator(self) -> str:
        """The URI of the server's own socket."""
        return administrator(self.machine, port="5433")

    def has_unsent_emails(self) -> bool:
        """Whether an email is due or being sent."""
        with self.connect() as connection:
            found = connection.execute(
                "SELECT EXISTS (SELECT FROM order_email WHERE status = 'WAITING'"
                " AND (error = '' OR next_attempt_at <= clock_timestamp()))"
            ).fetchone()
        assert found
        return bool(found[0])

    def wait_for_database(self, seconds: float = 60) -> None:
        """Return once the server accepts connections. Raises: AssertionError."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "the database did not restart"
                time.sleep(0.1)
            else:
                return


def administrator(machine: Machine, port: str = "5432") -> str:
    """The conninfo of the machine's database for its administrator."""
    folder = str(machine.database_folder())
    return make_conninfo(host=folder, port=port, user="postgres", dbname="matinee")


@dataclass(frozen=True)
class PreparedMachine:
    """A machine with a migrated database, and one programme for each run."""

    machine: Machine
    programmes: Iterator[Programme]


@contextmanager
def prepare_machine(runs: int, seats: int = SEATS) -> Iterator[PreparedMachine]:
    """Create a machine with cinemas; delete it after the block."""
    with open_folder() as folder:
        ports = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        path = ":".join([str(STARTUP_HOOKS), str(CHECKOUT / "src"), str(CHECKOUT)])
        machine = Machine(folder / "data", environ={**ports, "PYTHONPATH": path})
        try:
            done = machine.matinee("manage", "migrate", "--verbosity=0")
            assert done.returncode == 0, done.stderr
            code = "from tests.faults.histories.cinemas import create_cinemas"
            code = f"{code}; create_cinemas({runs}, {seats})"
            done = machine.matinee("manage", "shell", "--no-imports", "--command", code)
            assert done.returncode == 0, done.stderr
            with psycopg.connect(administrator(machine), autocommit=True) as connection:
                connection.execute(CLOCK)
            programmes = json.loads(done.stdout.splitlines()[-1])
            yield PreparedMachine(machine, iter([Programme.read(facts) for facts in programmes]))
        finally:
            clear(machine.data)


@contextmanager
def run_site(prepared: PreparedMachine, environ: Mapping[str, str], log: Path) -> Iterator[Site]:
    """Serve the machine's next programme during the block, with a mail server that stores emails."""
    programme = next(prepared.programmes)
    with run_mail_server() as (mailbox, smtp_url):
        mail = {"SMTP_URL": smtp_url, "MAIL_FROM": "box@example.org"}
        machine = replace(prepared.machine, environ={**prepared.machine.environ, **environ, **mail})
        with _serving(machine, log) as process:
            clients = ClientProxy(int(machine.environ["PORT"]))
            database = DatabaseProxy(machine.database_folder())
            with running_proxies(clients, database) as running:
                yield Site(machine, programme, mailbox, clients, database, running, process, log)


@contextmanager
def _serving(machine: Machine, log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with log.open("wb") as output:
        process = subprocess.Popen(
            machine.command("serve"), env=machine.environment(), stdout=output, stderr=output, process_group=0
        )
    try:
        deadline = time.monotonic() + READY_SECONDS
        while "Matinee is ready" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, "the site did not start"
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
