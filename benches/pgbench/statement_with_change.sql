-- C with the row for the change log (decision 0008), in the same statement.
\set i :n * :clients + :client_id
\set n :n + 1
\set hall :i % :halls
\set j :i / :halls
\set show :first_show + :hall * :shows + :j % :shows
\set seat :first_seat + :hall * :seats + (:j + :j / :shows) % :seats
WITH locked AS MATERIALIZED (
    SELECT id, hall_id, plan_version FROM seat WHERE id = :seat ORDER BY id FOR NO KEY UPDATE
), moment AS MATERIALIZED (
    SELECT count(*) AS seats, clock_timestamp() AS now FROM locked
), change AS (
    INSERT INTO seat_change (show_id) VALUES (:show)
)
INSERT INTO booking (show_id, seat_id, status, locked_until, hall_id, plan_version)
SELECT :show, id, 'LOCKED', now + interval '5 minutes', hall_id, plan_version FROM locked, moment WHERE seats = 1
ON CONFLICT (show_id, seat_id) DO UPDATE SET locked_until = excluded.locked_until
WHERE booking.status = 'LOCKED' AND booking.locked_until <= excluded.locked_until - interval '5 minutes'
RETURNING locked_until;
