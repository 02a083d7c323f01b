-- How many seats of each show are in service, and how many of those are taken.
WITH listed AS MATERIALIZED (
    SELECT id, hall_id, plan_version FROM show WHERE id = ANY(%(shows)s::bigint[])
), plan AS MATERIALIZED (
    -- The seats of each plan are counted once, however many shows it has.
    SELECT hall_id, plan_version, total, out_of_service
    FROM (SELECT DISTINCT hall_id, plan_version FROM listed) AS distinct_plan,
    LATERAL (
        SELECT count(*) FILTER (WHERE in_service) AS total,
               coalesce(array_agg(id) FILTER (WHERE NOT in_service), '{}') AS out_of_service
        FROM seat
        WHERE seat.hall_id = distinct_plan.hall_id AND seat.plan_version = distinct_plan.plan_version
    ) AS seats
)
SELECT listed.id, total, (
    SELECT count(*) FROM taken_seat WHERE show_id = listed.id AND seat_id <> ALL(out_of_service))
FROM listed JOIN plan USING (hall_id, plan_version)
