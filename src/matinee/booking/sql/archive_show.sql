-- Move a show's rows to booking_archive. No rows of a show that is over are sold; a row that is locked all
-- the same stays until the next run.
WITH moved AS (
    DELETE FROM booking WHERE id IN (
        SELECT id FROM booking WHERE show_id = %(show)s ORDER BY id FOR UPDATE SKIP LOCKED
    )
    RETURNING {columns}
)
INSERT INTO booking_archive ({columns}) SELECT {columns} FROM moved
