-- The films with shows whose sales have not closed, cancelled ones included, with the versions of their rows.
-- The array keeps the planner from looking for coming shows film by film, among all the past ones.
SELECT id, (xmin, ctid)::text
FROM movie
WHERE id = ANY (ARRAY(SELECT DISTINCT movie_id FROM show WHERE sales_close_at > statement_timestamp()))
ORDER BY id
