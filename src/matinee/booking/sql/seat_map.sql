-- A show with everything that its seat map shows, except the places of the seats.
SELECT booked, locked, mine, clock_timestamp(), coalesce(edition, gen_random_uuid()), {columns}
FROM show
JOIN movie ON movie.id = movie_id
JOIN hall ON hall.id = hall_id
JOIN venue ON venue.id = venue_id
LEFT JOIN plan_edition ON plan_edition.hall_id = hall.id AND plan_edition.plan_version = show.plan_version,
-- The taken seats as arrays of ids, as in taken_seats.sql.
LATERAL (
    SELECT array_agg(seat_id ORDER BY seat_id) FILTER (WHERE taken_seat.status = 'BOOKED') AS booked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE taken_seat.status = 'LOCKED') AS locked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE hold_id = %(hold)s) AS mine
    FROM taken_seat
    WHERE show_id = show.id
) AS taken
WHERE show.id = %(show)s
