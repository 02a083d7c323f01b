-- How many seats of a show are free, or held by this client.
SELECT count(*)
FROM seat JOIN show USING (hall_id, plan_version)
WHERE show.id = %(show)s AND in_service AND NOT EXISTS (
    SELECT FROM taken_seat
    WHERE show_id = %(show)s AND seat_id = seat.id
      AND (status = 'BOOKED' OR client IS DISTINCT FROM %(client)s))
