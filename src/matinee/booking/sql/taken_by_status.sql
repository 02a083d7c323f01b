-- How many seats of each show are sold, and how many are held now. A show without any is left out.
SELECT show_id,
       count(*) FILTER (WHERE status = 'BOOKED') AS sold,
       count(*) FILTER (WHERE status = 'LOCKED') AS held
FROM taken_seat
WHERE show_id = ANY(%(shows)s::bigint[])
GROUP BY show_id
