-- T: the seed's five-statement transaction, unchanged. The n-th show and seat are those of wrk/place.lua.
\set i :n * :clients + :client_id
\set n :n + 1
\set hall :i % :halls
\set j :i / :halls
\set show :first_show + :hall * :shows + :j % :shows
\set seat :first_seat + :hall * :seats + (:j + :j / :shows) % :seats
BEGIN;
SELECT * FROM seat WHERE id = :seat FOR UPDATE;
SELECT count(*) AS taken FROM booking
WHERE show_id = :show AND seat_id = :seat
  AND (status = 'BOOKED'
       OR (status = 'LOCKED' AND locked_until > NOW())) \gset
\if :taken = 0
INSERT INTO booking (show_id, seat_id, status, locked_until)
VALUES (:show, :seat, 'LOCKED', NOW() + INTERVAL '5 minutes');
COMMIT;
\else
ROLLBACK;
\endif
