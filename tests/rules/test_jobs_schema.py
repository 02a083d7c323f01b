"""The name of the schema of the jobs, and how a connection selects it."""

import psycopg
import pytest

from matinee.runtime.job_queue.schema import jobs_schema, search_path_option
from tests.conftest import server


@pytest.mark.parametrize(
    ("options", "schema"),
    [
        ("", "matinee_jobs"),
        ("-c statement_timeout=30s", "matinee_jobs"),
        ("-c search_path=public", "matinee_jobs"),
        (r'-c search_path="$user",\ public', "matinee_jobs"),
        ("-c search_path=roxy", "roxy_jobs"),
        ("-csearch_path=roxy,public", "roxy_jobs"),
        (r'--search-path="odeon\ 2",public -c statement_timeout=30s', "odeon 2_jobs"),
        ("-c search_path=roxy -c search_path=odeon", "odeon_jobs"),
    ],
)
def test_the_jobs_schema_is_named_after_the_operators_schema(options: str, schema: str) -> None:
    assert jobs_schema(options) == schema
    with psycopg.connect(server.url, options=f"{options} {search_path_option(schema)}") as database:
        assert database.execute("SHOW search_path").fetchone() == (f'"{schema}"',)
