-- One page of the programme: the shows whose sales have not closed. The conditions are those of the filters and
-- of the cursor. The versions of the rows change with any change of a show, its film, hall or venue.
SELECT show.id, show.starts_at,
       (show.xmin, show.ctid, movie.xmin, movie.ctid, hall.xmin, hall.ctid, venue.xmin, venue.ctid)::text,
       clock_timestamp()
FROM show
JOIN movie ON movie.id = show.movie_id
JOIN hall ON hall.id = show.hall_id
JOIN venue ON venue.id = hall.venue_id
WHERE sales_close_at > statement_timestamp()
  -- This condition excludes no row. It tells the planner where to begin in the index by time: not years ago.
  -- The sum keeps the planner from reading all shows by time to find the minimum.
  AND show.starts_at >= (
      SELECT min(starts_at + interval '0') FROM show WHERE sales_close_at > statement_timestamp())
  {conditions}
ORDER BY show.starts_at {direction}, show.id {direction}
LIMIT %(limit)s
