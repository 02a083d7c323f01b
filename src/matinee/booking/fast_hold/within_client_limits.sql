CASE
          -- A client near its limits, or with another hold in progress, is left to the transaction, which
          -- counts exactly, one hold after the other. held_by() has a snapshot of its own: this statement's
          -- snapshot may be older than the advisory lock.
          WHEN %(client)s::bigint IS NULL THEN true
          WHEN NOT pg_try_advisory_xact_lock(%(client)s) THEN false
          ELSE (SELECT everywhere + %(count)s <= %(max_seats)s AND here + %(count)s <= %(max_seats_here)s
                FROM held_by(%(client)s, %(show)s))
      END
