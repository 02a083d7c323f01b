-- The free seats that are closest to the lost ones: the same types of seat first, then by distance. A row
-- counts twice as much as a seat's width, since people prefer to move sideways.
WITH lost AS MATERIALIZED (SELECT x, y, type FROM seat WHERE id = ANY(%(lost)s::bigint[]))
SELECT seat.id, row_letter, seat_number
FROM show JOIN seat USING (hall_id, plan_version)
WHERE show.id = %(show)s AND in_service AND seat.id <> ALL(%(wanted)s::bigint[])
  AND NOT EXISTS (SELECT FROM taken_seat WHERE show_id = %(show)s AND seat_id = seat.id)
ORDER BY seat.type NOT IN (SELECT type FROM lost),
         (SELECT min(abs(seat.x - lost.x) + 2 * abs(seat.y - lost.y)) FROM lost), seat.id
LIMIT %(most)s
