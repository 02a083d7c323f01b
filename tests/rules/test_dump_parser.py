"""A backup is data: rows and the values of sequences are parsed, and nothing is executed."""

from io import BytesIO

import pytest

from matinee.server.backup.dump_parser import SequenceValue, Table, UnexpectedContent, contents

HEAD = """--
-- PostgreSQL database dump
--

\\restrict Abc123

-- Dumped from database version 18.1

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET row_security = off;

--
-- Data for Name: seat; Type: TABLE DATA; Schema: public; Owner: -
--

"""
ROWS = "COPY public.seat (id, name) FROM stdin;\n1\tA1\n2\tA\\n2\n\\.\n\n"
NUMBERS = "SELECT pg_catalog.setval('public.seat_id_seq', 2, true);\n\n\\unrestrict Abc123\n\n"


def read(script: str) -> list[object]:
    """Return the parsed content of a script."""
    return [
        (item.schema, item.name, item.columns, list(item.rows)) if isinstance(item, Table) else item
        for item in contents(BytesIO(script.encode()))
    ]


def test_output_of_pg_restore_is_parsed() -> None:
    assert read(HEAD + ROWS + NUMBERS) == [
        ("public", "seat", ("id", "name"), [b"1\tA1\n", b"2\tA\\n2\n"]),
        SequenceValue("public", "seat_id_seq", 2, is_used=True),
    ]


def test_the_queues_tables_are_in_their_own_schema() -> None:
    assert read(HEAD + (ROWS + NUMBERS).replace("public.", "matinee_jobs.")) == [
        ("matinee_jobs", "seat", ("id", "name"), [b"1\tA1\n", b"2\tA\\n2\n"]),
        SequenceValue("matinee_jobs", "seat_id_seq", 2, is_used=True),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "COMMIT;\n",
        "COMMIT; DROP TABLE seat;\n",
        "\\! touch /tmp/owned\n",
        "\\copy seat to '/tmp/x'\n",
        "\\connect other\n",
        "COPY pg_catalog.pg_class (oid) FROM stdin;\n",
        "COPY public.seat (id) FROM PROGRAM 'id';\n",
        "COPY public.seat (id) TO PROGRAM 'id';\n",
        "COPY public.seat (id) FROM '/etc/passwd';\n",
        "COPY other.seat (id) FROM stdin;\n",
        "COPY public.seat (id) FROM stdin; COMMIT;\n",
        'COPY public."seat; DROP TABLE seat" (id) FROM stdin;\n',
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN 1;\n",
        "ALTER TABLE public.seat DISABLE TRIGGER ALL;\n",
        "SELECT pg_catalog.lo_create('1');\n",
        "SELECT pg_catalog.setval('public.seat_id_seq', 2, true); COMMIT;\n",
        "SELECT pg_catalog.setval('public.x''y', 2, true);\n",
        "SET session_replication_role = replica; COMMIT;\n",
        "SET x = (SELECT 1);\n",
        "INSERT INTO public.seat VALUES (1);\n",
        "DO $$ BEGIN END $$;\n",
    ],
)
@pytest.mark.parametrize("place", ["before", "between", "behind"])
def test_any_other_statement_is_rejected(line: str, place: str) -> None:
    parts = {"before": [line, HEAD, ROWS], "between": [HEAD, line, ROWS], "behind": [HEAD, ROWS, line]}[place]
    with pytest.raises(UnexpectedContent):
        read("".join(parts))


def test_unterminated_rows_are_rejected() -> None:
    with pytest.raises(UnexpectedContent):
        read(HEAD + "COPY public.seat (id) FROM stdin;\n1\n")
