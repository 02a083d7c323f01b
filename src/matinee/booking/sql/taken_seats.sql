-- The taken seats of a show as arrays of ids, by state; `mine` are those of the bearer's hold.
SELECT booked, locked, mine
FROM show, LATERAL (
    SELECT array_agg(seat_id ORDER BY seat_id) FILTER (WHERE taken_seat.status = 'BOOKED') AS booked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE taken_seat.status = 'LOCKED') AS locked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE hold_id = %(hold)s) AS mine
    FROM taken_seat
    WHERE show_id = show.id
) AS taken
WHERE show.id = %(show)s
