-- How many seats a client holds, in all and of one show, and the seconds until the first of them expires.
SELECT count(*), count(*) FILTER (WHERE show_id = %(show)s),
       extract(epoch FROM min(locked_until) - clock_timestamp())
FROM taken_seat
WHERE client = %(client)s AND status = 'LOCKED'
