/* The protocol of holds, payments and refunds: 2 customers, 2 seats, 1 crash. docs/protocol.md explains it.
 *
 * A customer has one hold, one order and one payment, with the customer's number as index. One transaction of the
 * code, or one call to the provider, is one step here. Between two steps other processes may act and the process
 * may crash. Each guard that a test removes is an #ifdef.
 */

mtype = { NONE }
mtype = { LOCKED, BOOKED }                                                             /* BookingStatus */
mtype = { PENDING, PAID, REFUNDED, EXPIRED, NEEDS_ATTENTION }                          /* OrderStatus */
mtype = { BEGUN, NEEDS_ACTION, AUTHORISED, SETTLED, DECLINED, CANCELLING, CANCELLED }  /* PaymentStatus */
mtype = { QUEUED, DONE, REFUSED }                                                      /* RefundStatus */
mtype = { UNPAID, CHALLENGED, PROCESSING, RESERVED, TAKEN, GIVEN_BACK }                /* Status */
mtype = { IDLE, CREATE_PAYMENT, AUTHORISE, RECORD_RESULT, SELL, WRITE_SALE, MARK_CANCELLING, CANCEL_PAYMENT,
          END_PAYMENT, CAPTURE, RECORD_CAPTURE, RECORD_REFUND, EXPIRE }

/* The first customer may hold again, add a seat, extend, and pay again after a decline; the second is a rival. */
#ifdef ORDER_OF_HOLD
#define CALLS_TO_HOLD(h) (2 - 2 * (h))  /* The counterexample needs no rival. */
#else
#define CALLS_TO_HOLD(h) (2 - (h))
#endif
#ifdef LIVENESS
#define PAYS(h) (2 * (1 - (h)))
#else
#define PAYS(h) (2 - (h))
#endif
#define EXTENSIONS(h) (1 - (h))

/* In the database. The index of a row or ticket contains the customer and the seat. */
mtype row[4] = NONE;
bit ticket[4], line[4];
byte time_left[2];               /* until locked_until; 2: plenty, 1: the last minute, 0: expired */
bit frozen[2], has_reference[2], paid[2], attempt[2];
bit other_show[2], order_other_show[2], priced_for_other_show[2];  /* hold, order, lines of another show */
bit key_used[2], key_both[2], key_other_show;                /* an Idempotency-Key, and its request */
byte extensions[2];
mtype order[2] = NONE, payment[2] = NONE, refund[2] = NONE;

/* Outside the database: the provider's payments, running requests, events that may still occur. */
mtype provider[2] = NONE;
bit in_flight[2];
bit crash_pending = 1, webhook_pending = 1;

/* Forbidden actions, recorded by the step that takes them. */
bit used_after_expiry, early_capture, seat_before_money, key_used_twice;

#define at(h, s) ((h) * 2 + (s))
#define other(h) (1 - (h))
#define has_rows(h, what) (row[at(h, 0)] == what || row[at(h, 1)] == what)
#define has_tickets(h) (ticket[at(h, 0)] || ticket[at(h, 1)])
#define held(h, s) (row[at(h, s)] == LOCKED && time_left[h] > 0)
#define holding(h) (held(h, 0) || held(h, 1))
#define is_open(c) (payment[c] == BEGUN || payment[c] == PENDING || payment[c] == NEEDS_ACTION || \
                    payment[c] == AUTHORISED || payment[c] == CANCELLING)
#define unsellable(c) (payment[c] == CANCELLING || payment[c] == CANCELLED)

/* A lock makes the whole transaction one step for other processes (B10); without it, checking and writing are two.
 * tests/races covers the order of locks.
 */
#ifdef NO_LOCK_TO_HOLD
#define LOCKED_TO_HOLD
#else
#define LOCKED_TO_HOLD atomic
#endif

#ifdef NO_LOCK_TO_SELL
#define LOCKED_TO_SELL
#else
#define LOCKED_TO_SELL atomic
#endif

#ifdef CLOCK_BEFORE_LOCK
#define CLOCK_BEFORE read_clock();
#define CLOCK_AFTER skip
#else
#define CLOCK_BEFORE
#define CLOCK_AFTER read_clock()
#endif

inline read_clock() {
    d_step { expired[0] = (time_left[0] == 0); expired[1] = (time_left[1] == 0) }
}

inline reset_locals() {
    d_step { expired[0] = 0; expired[1] = 0; requested[0] = 0; requested[1] = 0; is_new = 0; ok = 0;
             with_token = 0; to_other_show = 0; both_seats = 0; misused = 0 }
}

inline delete_rows(h, first, second) {
    row[at(h, 0)] = ((first) -> NONE : row[at(h, 0)]);
    row[at(h, 1)] = ((second) -> NONE : row[at(h, 1)]);
    clear_ended_hold(h)
}

inline clear_ended_hold(h) {
    time_left[h] = (has_rows(h, LOCKED) -> time_left[h] : 0);
    frozen[h] = (has_rows(h, LOCKED) -> frozen[h] : 0);
    extensions[h] = (has_rows(h, LOCKED) -> extensions[h] : 0)
}

/* booking/services.py: hold_seats, also to add a seat to a hold with its token, and again with the key of the first
 * hold: for the same seats, for others, or for another show. No rival requests a seat of the other show.
 */

#define live_row(h, s) (row[at(h, s)] == LOCKED && !expired[h])
#define expired_row(h, s) (row[at(h, s)] == LOCKED && expired[h])
#define taken(h, s) (row[at(h, s)] == BOOKED || live_row(h, s))
#define new(s) (requested[s] && !live_row(h, s))
#define same_show (other_show[0] == other_show[1])
#define same_request(h) (key_both[h] == requested[other(h)] && to_other_show == (h == 0 && key_other_show))

/* booking/hold_keys.py: the key's row is written with the hold, and outlives it (B15). Without the row, a key is
 * only compared with a hold that still has rows. The same request holds the seats again after the hold ended.
 */
#ifdef NO_KEY_ROW
#define refused_for_key(h) (has_some_rows(h) && !(same_request(h)))
#else
#define refused_for_key(h) (key_used[h] && !(same_request(h)))
#endif
#define taken_by_other(s) (taken(other(h), s) && other_show[other(h)] == to_other_show)
#define has_some_rows(h) (row[at(h, 0)] != NONE || row[at(h, 1)] != NONE)

inline hold() {
    if
    :: d_step { requested[h] = 1; requested[other(h)] = 0 }
    :: d_step { requested[h] = 1; requested[other(h)] = 1 }
    fi;
    if
    :: h == 0 && key_used[h] && !key_other_show -> to_other_show = 1
    :: d_step { holding(h) -> with_token = 1; to_other_show = other_show[h] }
    :: true
    fi;
    check_hold();
    write_hold()
}

inline check_hold() {
    d_step {
        CLOCK_AFTER;
        is_new = !live_row(h, 0) && !live_row(h, 1);
        ok = !has_rows(h, BOOKED) && !(new(0) && taken_by_other(0)) && !(new(1) && taken_by_other(1));
        ok = ok && (with_token -> !is_new : !refused_for_key(h));
        both_seats = requested[other(h)];
        misused = !with_token && key_used[h] && !(same_request(h));
#ifndef NO_FREEZE
        ok = ok && (is_new || !frozen[h]);
#endif
        used_after_expiry = used_after_expiry || (ok && !is_new && time_left[h] == 0 && (new(0) || new(1)))
    }
}

inline write_hold() {
    d_step {
        requested[0] = new(0);
        requested[1] = new(1);
        if
        :: ok && (requested[0] || requested[1]) ->
            delete_rows(h, expired_row(h, 0), expired_row(h, 1));
            other_show[h] = to_other_show;
            delete_rows(other(h),
                        same_show && requested[0] && row[at(other(h), 0)] == LOCKED && time_left[other(h)] == 0,
                        same_show && requested[1] && row[at(other(h), 1)] == LOCKED && time_left[other(h)] == 0);
#ifndef NO_CONSTRAINT
            /* unique_seat_per_show */
            ok = !(requested[0] && (row[at(h, 0)] != NONE || (same_show && row[at(other(h), 0)] != NONE))) &&
                 !(requested[1] && (row[at(h, 1)] != NONE || (same_show && row[at(other(h), 1)] != NONE)));
#endif
            if
            :: ok ->
                key_used_twice = key_used_twice || misused;
                key_both[h] = (key_used[h] -> key_both[h] : both_seats);
                key_used[h] = 1;
                row[at(h, 0)] = (requested[0] && row[at(h, 0)] == NONE -> LOCKED : row[at(h, 0)]);
                row[at(h, 1)] = (requested[1] && row[at(h, 1)] == NONE -> LOCKED : row[at(h, 1)]);
                time_left[h] = 2;
                frozen[h] = (is_new -> 0 : frozen[h]);
                extensions[h] = (is_new -> 0 : extensions[h])
            :: else
            fi
        :: else
        fi;
        reset_locals()
    }
}

/* booking/services.py: extend_hold, release_seats. */

inline extend() {
    d_step {
        CLOCK_AFTER;
        if
        :: has_rows(h, LOCKED) && !expired[h] && !frozen[h] && !has_rows(h, BOOKED) ->
            used_after_expiry = used_after_expiry || time_left[h] == 0;
            time_left[h] = 2;
#ifndef NO_EXTENSION_LIMIT
            extensions[h]++
#endif
        :: else
        fi;
        reset_locals()
    }
}

#ifdef RELEASE_BOOKED
#define releasable(h) (!frozen[h])
#elif defined(NO_FREEZE)
#define releasable(h) (!has_rows(h, BOOKED))
#else
#define releasable(h) (!has_rows(h, BOOKED) && !(holding(h) && frozen[h]))
#endif

/* checkout/freeze.py: freeze. Order, lines and payment are written in the transaction that verifies (B13). */

inline freeze() {
    d_step {
        CLOCK_AFTER;
        ok = has_rows(h, LOCKED) && !has_rows(h, BOOKED) && !expired[h];
        ok = ok && (order[h] == NONE || order[h] == PENDING) && (payment[h] == NONE || payment[h] == DECLINED);
#ifndef NO_FREEZE
        ok = ok && !frozen[h];
#endif
#ifdef ORDER_OF_HOLD
        order_other_show[h] = (ok && order[h] == NONE -> other_show[h] : order_other_show[h]);
#else
        /* An order of another show is not found. The model does not continue after a second order. */
        ok = ok && (order[h] == NONE || order_other_show[h] == other_show[h]);
        order_other_show[h] = (ok -> other_show[h] : order_other_show[h]);
#endif
        if
        :: ok ->
            priced_for_other_show[h] = other_show[h];
            used_after_expiry = used_after_expiry || time_left[h] == 0;
            line[at(h, 0)] = (row[at(h, 0)] == LOCKED);
            line[at(h, 1)] = (row[at(h, 1)] == LOCKED);
            time_left[h] = 2;
            frozen[h] = 1;
            order[h] = PENDING;
            payment[h] = BEGUN;
            in_flight[h] = 1;
            attempt[h] = pays;
            sent_attempt = pays;
            pays++;
            next = CREATE_PAYMENT
        :: else
        fi;
        reset_locals()
    }
}

/* checkout/authorisation.py: authorise_payment. The provider's reference is stored before the money is authorised. */

#define status_at_provider(c) (provider[c] == RESERVED -> AUTHORISED : \
                    (provider[c] == TAKEN || provider[c] == GIVEN_BACK -> SETTLED : \
                    (provider[c] == CHALLENGED -> NEEDS_ACTION : \
                    (provider[c] == PROCESSING -> PENDING : DECLINED))))

inline create_payment(c) {
    provider[c] = (provider[c] == NONE -> UNPAID : provider[c]);
#ifndef NO_REFERENCE
    has_reference[c] = 1;
#endif
    next = AUTHORISE
}

#define can_authorise(c) (next == AUTHORISE && (provider[c] == UNPAID || provider[c] == DECLINED))

/* checkout/provider_results.py: handle_result. */

#ifdef STALE_DECLINE
#define is_current(c) true
#else
#define is_current(c) (sent_attempt == attempt[c])
#endif

inline write_decline(c) {
    if
    :: is_current(c) && order[c] == PENDING && !unsellable(c) && payment[c] != SETTLED ->
        payment[c] = DECLINED;
        time_left[c] = (holding(c) -> 2 : time_left[c]);
        frozen[c] = 0
    :: else
    fi;
    next = IDLE
}

inline write_result(c) {
    payment[c] = (unsellable(c) || payment[c] == SETTLED -> payment[c] : result);
    settled = (payment[c] == SETTLED);
    next = (result != AUTHORISED && result != SETTLED -> IDLE : (unsellable(c) -> MARK_CANCELLING : SELL));
#ifdef CAPTURE_BEFORE_BOOKED
    capture_at_provider(c);
#endif
}

inline record_result(c) {
    if
    :: result == DECLINED -> write_decline(c)
    :: else -> write_result(c)
    fi;
    result = NONE;
    sent_attempt = 0
}

/* checkout/order_completion.py and booking/sale.py: seats BOOKED, order paid, tickets issued in one transaction (B16). */

#ifdef SELL_UNPAID
#define is_secured(c) true
#elif defined(REFUNDED_IS_SECURED)
#define is_secured(c) (payment[c] == AUTHORISED || payment[c] == SETTLED)
#else
#define is_secured(c) ((payment[c] == AUTHORISED || payment[c] == SETTLED) && refund[c] == NONE)
#endif

#define is_unpaid(c) (order[c] == PENDING || order[c] == EXPIRED)

#define seat_lost(c, s) (line[at(c, s)] && same_show && taken(other(c), s))

inline check_sale(c) {
    d_step {
        CLOCK_AFTER;
        next = (!is_unpaid(c) || !is_secured(c) -> IDLE :
                (seat_lost(c, 0) || seat_lost(c, 1) -> MARK_CANCELLING : WRITE_SALE))
    }
}

inline write_sale(c) {
    d_step {
        if
        :: next == WRITE_SALE ->
            delete_rows(other(c), same_show && line[at(c, 0)] && expired_row(other(c), 0),
                                  same_show && line[at(c, 1)] && expired_row(other(c), 1));
            row[at(c, 0)] = (line[at(c, 0)] -> BOOKED : row[at(c, 0)]);
            row[at(c, 1)] = (line[at(c, 1)] -> BOOKED : row[at(c, 1)]);
            ticket[at(c, 0)] = line[at(c, 0)];
            ticket[at(c, 1)] = line[at(c, 1)];
            clear_ended_hold(c);
            order[c] = PAID;
            paid[c] = 1;
            next = IDLE
        :: else
        fi;
        settled = (next == MARK_CANCELLING -> settled : 0);
        reset_locals()
    }
}

/* checkout/release.py: release_payment. CANCELLING is written first, then money and seats are released (B14). */

inline mark_cancelling(c) {
#ifdef CANCEL_SOLD
    ok = 1;
#else
    ok = !paid[c];
#endif
#ifndef NO_CANCELLING_MARK
    payment[c] = (ok && payment[c] != SETTLED && payment[c] != CANCELLED -> CANCELLING : payment[c]);
#endif
#ifdef SEATS_BEFORE_MONEY
    end_order(c);
#endif
    next = (!ok -> IDLE : CANCEL_PAYMENT);
    settled = (ok -> settled : 0);
    ok = 0
}

inline cancel_payment(c) {
    if
    :: settled -> result = SETTLED
    :: !settled && !has_reference[c] -> result = DECLINED
    :: else ->
        provider[c] = (provider[c] == UNPAID || provider[c] == CHALLENGED || provider[c] == DECLINED ||
                       provider[c] == RESERVED -> CANCELLED : provider[c]);
        result = status_at_provider(c)
    fi;
    next = (result == PENDING -> IDLE : END_PAYMENT);
    result = (result == PENDING -> NONE : result);
    settled = 0
}

inline end_order(c) {
    if
    :: !paid[c] ->
        order[c] = EXPIRED;
        seat_before_money = seat_before_money || provider[c] == RESERVED;
        delete_rows(c, line[at(c, 0)], line[at(c, 1)])
    :: else
    fi
}

inline end_payment(c) {
    if
#ifndef REFUND_OF_SOLD
    :: paid[c]
    :: !paid[c] ->
#else
    :: true ->
#endif
        payment[c] = (result == SETTLED -> SETTLED : CANCELLED);
#ifndef NO_LATE_REFUND
        refund[c] = (result == SETTLED && refund[c] == NONE -> QUEUED : refund[c]);
#endif
        end_order(c)
    fi;
    result = NONE;
    next = IDLE
}

/* checkout/capture.py: capture_payment, after the commit. A failed capture undoes the sale. */

inline capture_at_provider(c) {
    if
    :: provider[c] == RESERVED ->
        early_capture = early_capture || !paid[c];
        provider[c] = TAKEN
    :: else
    fi
}

inline record_capture(c) {
    if
    :: payment[c] == AUTHORISED && result == SETTLED -> payment[c] = SETTLED
    :: payment[c] == AUTHORISED && result == DECLINED ->
        payment[c] = CANCELLED;
        ticket[at(c, 0)] = 0;
        ticket[at(c, 1)] = 0;
        delete_rows(c, line[at(c, 0)], line[at(c, 1)]);
        order[c] = NEEDS_ATTENTION;
#ifndef REFUND_UNCAPTURED
        refund[c] = (refund[c] == QUEUED -> REFUSED : refund[c])
#endif
    :: else
    fi;
    result = NONE;
    next = IDLE
}

/* checkout/refunds.py: refund_order. The seats are free at once, the money is queued (B17). */

inline refund_order() {
    ticket[at(h, 0)] = 0;
    ticket[at(h, 1)] = 0;
#ifndef REFUND_KEEPS_SEATS
    delete_rows(h, line[at(h, 0)], line[at(h, 1)]);
#endif
    order[h] = REFUNDED;
#ifndef REFUND_KEEPS_MONEY
    refund[h] = (refund[h] == NONE && (payment[h] == AUTHORISED || payment[h] == SETTLED) -> QUEUED : refund[h])
#endif
}

/* checkout/reconcile.py: reconcile_payment, for the reconciler and for a webhook. */

#define has_plenty_of_time(c) (has_rows(c, LOCKED) && time_left[c] > 1)

inline reconcile(c) {
    if
    :: payment[c] == CANCELLING -> next = MARK_CANCELLING
    :: payment[c] == AUTHORISED && paid[c] -> next = CAPTURE
    :: else ->
        result = (has_reference[c] -> status_at_provider(c) : DECLINED);
        sent_attempt = attempt[c];
        if
        :: (result == NEEDS_ACTION || result == PENDING) && !has_plenty_of_time(c) ->
            result = NONE;
            sent_attempt = 0;
            settled = (payment[c] == SETTLED);
            next = MARK_CANCELLING
        :: else -> next = RECORD_RESULT
        fi
    fi
}

inline crash() {
    next = IDLE;
    result = NONE;
    settled = 0;
    sent_attempt = 0;
    reset_locals()
}

/* The common steps of requests and worker: those after a result, and a crash at any of them. */

#define STEPS(c) \
    :: d_step { next == RECORD_RESULT -> record_result(c) } \
    :: CLOCK_BEFORE LOCKED_TO_SELL { next == SELL -> check_sale(c); write_sale(c) } \
    :: d_step { next == MARK_CANCELLING -> mark_cancelling(c) } \
    :: d_step { next == CANCEL_PAYMENT -> cancel_payment(c) } \
    :: d_step { next == END_PAYMENT -> end_payment(c) } \
    :: d_step { next != IDLE && crash_pending -> crash_pending = 0; crash() }

#define LOCALS \
    bit requested[2], expired[2], ok, is_new, with_token, to_other_show, both_seats, misused, settled, sent_attempt; \
    mtype next = IDLE, result = NONE

#define free(h) (next == IDLE && !in_flight[h])

proctype Customer(byte h) {
    LOCALS;
    byte holds, pays;

end_customer:
    do
    :: CLOCK_BEFORE LOCKED_TO_HOLD {
           free(h) && holds < CALLS_TO_HOLD(h) && (order[h] == NONE || order[h] == PENDING) -> holds++; hold()
       }
    :: CLOCK_BEFORE atomic { free(h) && has_rows(h, LOCKED) && extensions[h] < EXTENSIONS(h) -> extend() }
    :: CLOCK_BEFORE atomic { free(h) && has_rows(h, LOCKED) && pays < PAYS(h) -> freeze() }
    :: d_step { free(h) && releasable(h) && (has_rows(h, LOCKED) || has_rows(h, BOOKED)) -> delete_rows(h, 1, 1) }
    :: d_step { free(h) && has_tickets(h) -> refund_order() }
    :: d_step { free(h) && provider[h] == CHALLENGED -> provider[h] = RESERVED }
    :: d_step { free(h) && provider[h] == CHALLENGED -> provider[h] = DECLINED }
    :: d_step { next == IDLE && in_flight[h] -> in_flight[h] = 0 }

    :: d_step { next == CREATE_PAYMENT -> create_payment(h) }
    :: d_step { can_authorise(h) -> provider[h] = RESERVED; result = AUTHORISED; next = RECORD_RESULT }
    :: d_step { can_authorise(h) -> provider[h] = DECLINED; result = DECLINED; next = RECORD_RESULT }
    :: d_step { can_authorise(h) && h == 0 -> provider[h] = TAKEN; result = SETTLED; next = RECORD_RESULT }
    :: d_step { can_authorise(h) && h == 0 -> provider[h] = CHALLENGED; result = NEEDS_ACTION; next = RECORD_RESULT }
    :: d_step { can_authorise(h) && h == 0 -> provider[h] = PROCESSING; result = PENDING; next = RECORD_RESULT }
    :: d_step { next == AUTHORISE && !can_authorise(h) -> result = status_at_provider(h); next = RECORD_RESULT }
#ifdef NO_REFERENCE
    :: d_step { next == RECORD_RESULT && !has_reference[h] -> has_reference[h] = 1 }
#endif
    STEPS(h)
#ifdef LIVENESS
    :: free(h) -> break
#endif
    od
}

/* The first customer's first request, repeated concurrently with the same key for another show. It locks other
 * seats. If it is rejected, it changes nothing; if it is accepted, the key belongs to it.
 */
proctype RepeatedRequest() {
end_repeated_request:
#ifdef KEY_NOT_CLAIMED
    d_step { !key_used[0] && order[0] == NONE -> skip };
    d_step { key_used_twice = key_used_twice || key_used[0]; key_used[0] = 1; key_other_show = 1 }
#else
    d_step { !key_used[0] -> key_used[0] = 1; key_other_show = 1 }
#endif
}

/* The worker: its jobs, the reconciler every minute, and one stray webhook at any time. */

#ifdef NO_WAIT_FOR_REQUEST
#define request_ended(c) true
#else
#define request_ended(c) (!in_flight[c])
#endif

#ifdef EXPIRE_SETTLED
#define being_paid(c) is_open(c)
#else
#define being_paid(c) (is_open(c) || payment[c] == SETTLED)
#endif

#ifdef NO_RECONCILER
#define to_reconcile(c) false
#define to_expire(c) false
#else
#define to_reconcile(c) (request_ended(c) && (is_open(c) || (payment[c] == SETTLED && order[c] == PENDING)))
#define to_expire(c) (order[c] == PENDING && !holding(c) && !being_paid(c))
#endif

#ifdef EXPIRE_UNCHECKED
#define still_to_expire(c) (order[c] == PENDING)
#else
#define still_to_expire(c) to_expire(c)
#endif

#define JOBS(n) \
    :: d_step { next == IDLE && to_reconcile(n) -> c = n; reconcile(n) } \
    :: d_step { next == IDLE && to_expire(n) -> c = n; next = EXPIRE } \
    :: d_step { next == IDLE && payment[n] == AUTHORISED && paid[n] -> c = n; next = CAPTURE } \
    :: d_step { next == IDLE && refund[n] == QUEUED && payment[n] == SETTLED -> \
                c = n; provider[n] = (provider[n] == TAKEN -> GIVEN_BACK : provider[n]); next = RECORD_REFUND }


proctype Worker() {
    LOCALS;
    byte c;

end_worker:
    do
    JOBS(0)
    JOBS(1)
    :: d_step {
           next == IDLE && webhook_pending && has_reference[0] && payment[0] != BEGUN && payment[0] != CANCELLED ->
           webhook_pending = 0; c = 0; reconcile(0)
       }
    :: d_step { next == EXPIRE -> order[c] = (still_to_expire(c) -> EXPIRED : order[c]); next = IDLE }
    :: d_step { next == CAPTURE -> capture_at_provider(c); result = status_at_provider(c); next = RECORD_CAPTURE }
    :: d_step {
           next == CAPTURE && provider[c] == RESERVED ->
           provider[c] = DECLINED; result = DECLINED; next = RECORD_CAPTURE
       }
    :: d_step { next == RECORD_CAPTURE -> record_capture(c) }
    :: d_step { next == RECORD_REFUND -> refund[c] = DONE; next = IDLE }
    STEPS(c)
    od
}

/* Time passes, and the provider decides pending payments. */
proctype Environment() {
end_environment:
    do
    :: d_step { holding(0) -> time_left[0]-- }
    :: d_step { holding(1) -> time_left[1]-- }
    :: d_step { provider[0] == PROCESSING -> provider[0] = RESERVED }
    :: d_step { provider[0] == PROCESSING -> provider[0] = DECLINED }
    od
}

/* Safety properties, checked in every state. */

#define owns(h, s) (row[at(h, s)] == BOOKED || held(h, s))
#define two_owners(s) (owns(0, s) && owns(1, s) && same_show)
#define two_tickets(s) (ticket[at(0, s)] && ticket[at(1, s)])
#define money_is_available(h) (provider[h] == RESERVED || provider[h] == TAKEN || \
                          (provider[h] == DECLINED && payment[h] == AUTHORISED))
#define unpaid(h) (has_tickets(h) && (!money_is_available(h) || refund[h] != NONE || \
                   (payment[h] != AUTHORISED && payment[h] != SETTLED)))
#define seat_and_ticket_differ(h, s) (ticket[at(h, s)] != (row[at(h, s)] == BOOKED))
#define changed(h, s) (frozen[h] && holding(h) && (row[at(h, s)] == LOCKED) != line[at(h, s)])
#define wrongly_priced(h) (has_tickets(h) && priced_for_other_show[h] != order_other_show[h])
#define half_refunded(h) (order[h] == REFUNDED && (has_rows(h, BOOKED) || refund[h] == NONE))

bit B1_one_owner = 1, B2_in_time = 1, B13_as_frozen = 1, B14_no_seat_unpaid = 1, B14_no_capture_before_booked = 1,
    B14_money_goes_before_seats = 1, B16_seat_and_ticket_together = 1, B17_seats_free_and_money_queued = 1,
    B17_one_valid_ticket = 1, B15_one_request_per_key = 1, B15_sold_as_its_own_show = 1;

#define RULE(name, broken) :: atomic { broken -> name = 0; assert(name) }

proctype RuleMonitor() {
end_rules:
    do
    RULE(B1_one_owner, two_owners(0) || two_owners(1))
    RULE(B2_in_time, used_after_expiry)
    RULE(B13_as_frozen, changed(0, 0) || changed(0, 1) || changed(1, 0) || changed(1, 1))
    RULE(B14_no_seat_unpaid, unpaid(0) || unpaid(1))
    RULE(B14_no_capture_before_booked, early_capture)
    RULE(B14_money_goes_before_seats, seat_before_money)
    RULE(B17_seats_free_and_money_queued, half_refunded(0) || half_refunded(1))
    RULE(B17_one_valid_ticket, two_tickets(0) || two_tickets(1))
#ifndef ORDER_OF_HOLD
    RULE(B15_one_request_per_key, key_used_twice)
#endif
    RULE(B15_sold_as_its_own_show, wrongly_priced(0) || wrongly_priced(1))
    RULE(B16_seat_and_ticket_together,
         seat_and_ticket_differ(0, 0) || seat_and_ticket_differ(0, 1) ||
         seat_and_ticket_differ(1, 0) || seat_and_ticket_differ(1, 1))
    od
}

/* Liveness properties under weak fairness: every process that can continue does so eventually. */

#define charged(h) (provider[h] == RESERVED || provider[h] == TAKEN)
#define resolved(h) (!is_open(h) && refund[h] != QUEUED && charged(h) == has_tickets(h) && \
                     !(order[h] == PENDING && !holding(h)))

#ifdef LIVENESS
ltl B6_every_hold_ends { []<> !holding(0) && []<> !holding(1) }
ltl B14_every_payment_is_resolved { []<> resolved(0) }
#endif

/* Spin executes the last process first, so that each state is checked before the search continues. */
init {
    atomic {
        run Environment(); run Worker(); run Customer(0); run Customer(1);
#ifndef LIVENESS
        run RepeatedRequest();
        run RuleMonitor()
#endif
    }
}
