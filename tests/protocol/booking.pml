/* The protocol of holding, paying and giving back: 2 customers, 2 seats, 1 crash. docs/protocol.md explains it.
 *
 * A customer has one hold, one order and one payment, all known by the customer's number. What the code does in
 * one transaction, or in one call to the provider, is one step here; between two steps anybody else may act and
 * the process may die. Each guard that can be taken away is an #ifdef.
 */

mtype = { NONE }
mtype = { LOCKED, BOOKED }                                                             /* BookingStatus */
mtype = { PENDING, PAID, REFUNDED, EXPIRED, NEEDS_ATTENTION }                          /* OrderStatus */
mtype = { BEGUN, NEEDS_ACTION, AUTHORISED, SETTLED, DECLINED, CANCELLING, CANCELLED }  /* PaymentStatus */
mtype = { QUEUED, DONE, REFUSED }                                                      /* RefundStatus */
mtype = { UNPAID, CHALLENGED, PROCESSING, RESERVED, TAKEN, GIVEN_BACK }                /* Status */
mtype = { IDLE, NAME, ASK, HEAR, SELL, WRITE_SALE, LET_GO, CANCEL, GONE, CAPTURE, TAKE_DOWN, REFUND_DOWN, EXPIRE }

/* The first customer may begin again, add a seat, extend, and pay again after a decline; the second is a rival. */
#ifdef ORDER_OF_HOLD
#define CALLS_TO_HOLD(h) (2 - 2 * (h))  /* No rival is needed to see what this breaks. */
#else
#define CALLS_TO_HOLD(h) (2 - (h))
#endif
#ifdef LIVENESS
#define PAYS(h) (2 * (1 - (h)))
#else
#define PAYS(h) (2 - (h))
#endif
#define EXTENSIONS(h) (1 - (h))

/* In the database. The place of a row or ticket says whose it is and for which seat. */
mtype row[4] = NONE;
bit ticket[4], line[4];
byte time_left[2];               /* until locked_until; 2: plenty, 1: the last minute, 0: over */
bit frozen[2], named[2], paid[2], attempt[2];
bit elsewhere[2], order_elsewhere[2], priced_elsewhere[2];  /* of another show: the hold, its order, its lines */
bit key_used[2], key_both[2], key_elsewhere;                /* an Idempotency-Key, and what it was used for */
byte extensions[2];
mtype order[2] = NONE, payment[2] = NONE, refund[2] = NONE;

/* Elsewhere: the provider's books, requests under way, what is still to come. */
mtype provider[2] = NONE;
bit in_flight[2];
bit crash_to_come = 1, webhook_to_come = 1;

/* What a step must never do, noted by the step itself. */
bit late_verb, early_capture, seat_before_money, key_used_twice;

#define at(h, s) ((h) * 2 + (s))
#define other(h) (1 - (h))
#define has_rows(h, what) (row[at(h, 0)] == what || row[at(h, 1)] == what)
#define has_tickets(h) (ticket[at(h, 0)] || ticket[at(h, 1)])
#define held(h, s) (row[at(h, s)] == LOCKED && time_left[h] > 0)
#define holding(h) (held(h, 0) || held(h, 1))
#define is_open(c) (payment[c] == BEGUN || payment[c] == PENDING || payment[c] == NEEDS_ACTION || \
                    payment[c] == AUTHORISED || payment[c] == CANCELLING)
#define unsellable(c) (payment[c] == CANCELLING || payment[c] == CANCELLED)

/* A lock makes the whole transaction one step for everybody else (B10); without it, judging and writing are two.
 * In which order locks are taken is the business of tests/races.
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
    d_step { over[0] = (time_left[0] == 0); over[1] = (time_left[1] == 0) }
}

inline forget() {
    d_step { over[0] = 0; over[1] = 0; want[0] = 0; want[1] = 0; anew = 0; ok = 0; with_token = 0; to = 0;
             both = 0; misused = 0 }
}

inline delete_rows(h, first, second) {
    row[at(h, 0)] = ((first) -> NONE : row[at(h, 0)]);
    row[at(h, 1)] = ((second) -> NONE : row[at(h, 1)]);
    no_longer_held(h)
}

inline no_longer_held(h) {
    time_left[h] = (has_rows(h, LOCKED) -> time_left[h] : 0);
    frozen[h] = (has_rows(h, LOCKED) -> frozen[h] : 0);
    extensions[h] = (has_rows(h, LOCKED) -> extensions[h] : 0)
}

/* booking/services.py: hold_seats, also to add a seat to a hold whose token one has, and again under the key of
 * the first hold: for the same seats, for others, or for another show. There nobody else wants a seat.
 */

#define live_row(h, s) (row[at(h, s)] == LOCKED && !over[h])
#define gone_row(h, s) (row[at(h, s)] == LOCKED && over[h])
#define taken(h, s) (row[at(h, s)] == BOOKED || live_row(h, s))
#define new(s) (want[s] && !live_row(h, s))
#define same_show (elsewhere[0] == elsewhere[1])
#define same_request(h) (key_both[h] == want[other(h)] && to == (h == 0 && key_elsewhere))

/* booking/hold_keys.py: the key's row is written with the hold, and outlives it (B15). Without the row, a key is
 * only compared with a hold that still has rows. The same request takes the seats again once the hold is over.
 */
#ifdef NO_KEY_ROW
#define refused_for_key(h) (has_some_rows(h) && !(same_request(h)))
#else
#define refused_for_key(h) (key_used[h] && !(same_request(h)))
#endif
#define in_the_way(s) (taken(other(h), s) && elsewhere[other(h)] == to)
#define has_some_rows(h) (row[at(h, 0)] != NONE || row[at(h, 1)] != NONE)

inline hold() {
    if
    :: d_step { want[h] = 1; want[other(h)] = 0 }
    :: d_step { want[h] = 1; want[other(h)] = 1 }
    fi;
    if
    :: h == 0 && key_used[h] && !key_elsewhere -> to = 1
    :: d_step { holding(h) -> with_token = 1; to = elsewhere[h] }
    :: true
    fi;
    judge_hold();
    write_hold()
}

inline judge_hold() {
    d_step {
        CLOCK_AFTER;
        anew = !live_row(h, 0) && !live_row(h, 1);
        ok = !has_rows(h, BOOKED) && !(new(0) && in_the_way(0)) && !(new(1) && in_the_way(1));
        ok = ok && (with_token -> !anew : !refused_for_key(h));
        both = want[other(h)];
        misused = !with_token && key_used[h] && !(same_request(h));
#ifndef NO_FREEZE
        ok = ok && (anew || !frozen[h]);
#endif
        late_verb = late_verb || (ok && !anew && time_left[h] == 0 && (new(0) || new(1)))
    }
}

inline write_hold() {
    d_step {
        want[0] = new(0);
        want[1] = new(1);
        if
        :: ok && (want[0] || want[1]) ->
            delete_rows(h, gone_row(h, 0), gone_row(h, 1));
            elsewhere[h] = to;
            delete_rows(other(h), same_show && want[0] && row[at(other(h), 0)] == LOCKED && time_left[other(h)] == 0,
                                  same_show && want[1] && row[at(other(h), 1)] == LOCKED && time_left[other(h)] == 0);
#ifndef NO_CONSTRAINT
            /* unique_seat_per_show */
            ok = !(want[0] && (row[at(h, 0)] != NONE || (same_show && row[at(other(h), 0)] != NONE))) &&
                 !(want[1] && (row[at(h, 1)] != NONE || (same_show && row[at(other(h), 1)] != NONE)));
#endif
            if
            :: ok ->
                key_used_twice = key_used_twice || misused;
                key_both[h] = (key_used[h] -> key_both[h] : both);
                key_used[h] = 1;
                row[at(h, 0)] = (want[0] && row[at(h, 0)] == NONE -> LOCKED : row[at(h, 0)]);
                row[at(h, 1)] = (want[1] && row[at(h, 1)] == NONE -> LOCKED : row[at(h, 1)]);
                time_left[h] = 2;
                frozen[h] = (anew -> 0 : frozen[h]);
                extensions[h] = (anew -> 0 : extensions[h])
            :: else
            fi
        :: else
        fi;
        forget()
    }
}

/* booking/services.py: extend_hold, release_seats. */

inline extend() {
    d_step {
        CLOCK_AFTER;
        if
        :: has_rows(h, LOCKED) && !over[h] && !frozen[h] && !has_rows(h, BOOKED) ->
            late_verb = late_verb || time_left[h] == 0;
            time_left[h] = 2;
#ifndef NO_EXTENSION_LIMIT
            extensions[h]++
#endif
        :: else
        fi;
        forget()
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
        ok = has_rows(h, LOCKED) && !has_rows(h, BOOKED) && !over[h];
        ok = ok && (order[h] == NONE || order[h] == PENDING) && (payment[h] == NONE || payment[h] == DECLINED);
#ifndef NO_FREEZE
        ok = ok && !frozen[h];
#endif
#ifdef ORDER_OF_HOLD
        order_elsewhere[h] = (ok && order[h] == NONE -> elsewhere[h] : order_elsewhere[h]);
#else
        /* The order of another show is not this one's; what follows a second order is not followed here. */
        ok = ok && (order[h] == NONE || order_elsewhere[h] == elsewhere[h]);
        order_elsewhere[h] = (ok -> elsewhere[h] : order_elsewhere[h]);
#endif
        if
        :: ok ->
            priced_elsewhere[h] = elsewhere[h];
            late_verb = late_verb || time_left[h] == 0;
            line[at(h, 0)] = (row[at(h, 0)] == LOCKED);
            line[at(h, 1)] = (row[at(h, 1)] == LOCKED);
            time_left[h] = 2;
            frozen[h] = 1;
            order[h] = PENDING;
            payment[h] = BEGUN;
            in_flight[h] = 1;
            attempt[h] = pays;
            asked = pays;
            pays++;
            next = NAME
        :: else
        fi;
        forget()
    }
}

/* checkout/authorisation.py: authorise_payment. The provider's reference is saved first, then the money is reserved. */

#define standing(c) (provider[c] == RESERVED -> AUTHORISED : \
                    (provider[c] == TAKEN || provider[c] == GIVEN_BACK -> SETTLED : \
                    (provider[c] == CHALLENGED -> NEEDS_ACTION : \
                    (provider[c] == PROCESSING -> PENDING : DECLINED))))

inline begin(c) {
    provider[c] = (provider[c] == NONE -> UNPAID : provider[c]);
#ifndef NO_REFERENCE
    named[c] = 1;
#endif
    next = ASK
}

#define can_be_tried(c) (next == ASK && (provider[c] == UNPAID || provider[c] == DECLINED))

/* checkout/provider_results.py: handle_result. */

#ifdef STALE_DECLINE
#define is_news(c) true
#else
#define is_news(c) (asked == attempt[c])
#endif

inline write_decline(c) {
    if
    :: is_news(c) && order[c] == PENDING && !unsellable(c) && payment[c] != SETTLED ->
        payment[c] = DECLINED;
        time_left[c] = (holding(c) -> 2 : time_left[c]);
        frozen[c] = 0
    :: else
    fi;
    next = IDLE
}

inline write_down(c) {
    payment[c] = (unsellable(c) || payment[c] == SETTLED -> payment[c] : answer);
    settled = (payment[c] == SETTLED);
    next = (answer != AUTHORISED && answer != SETTLED -> IDLE : (unsellable(c) -> LET_GO : SELL));
#ifdef CAPTURE_BEFORE_BOOKED
    ask_to_capture(c);
#endif
}

inline hear(c) {
    if
    :: answer == DECLINED -> write_decline(c)
    :: else -> write_down(c)
    fi;
    answer = NONE;
    asked = 0
}

/* checkout/order_completion.py and booking/sale.py: seats BOOKED, order paid, tickets issued in one transaction (B16). */

#ifdef SELL_UNSECURED
#define is_secured(c) true
#elif defined(REFUNDED_IS_SECURED)
#define is_secured(c) (payment[c] == AUTHORISED || payment[c] == SETTLED)
#else
#define is_secured(c) ((payment[c] == AUTHORISED || payment[c] == SETTLED) && refund[c] == NONE)
#endif

#define is_unpaid(c) (order[c] == PENDING || order[c] == EXPIRED)

#define lost(c, s) (line[at(c, s)] && same_show && taken(other(c), s))

inline judge_sale(c) {
    d_step {
        CLOCK_AFTER;
        next = (!is_unpaid(c) || !is_secured(c) -> IDLE : (lost(c, 0) || lost(c, 1) -> LET_GO : WRITE_SALE))
    }
}

inline write_sale(c) {
    d_step {
        if
        :: next == WRITE_SALE ->
            delete_rows(other(c), same_show && line[at(c, 0)] && gone_row(other(c), 0),
                                  same_show && line[at(c, 1)] && gone_row(other(c), 1));
            row[at(c, 0)] = (line[at(c, 0)] -> BOOKED : row[at(c, 0)]);
            row[at(c, 1)] = (line[at(c, 1)] -> BOOKED : row[at(c, 1)]);
            ticket[at(c, 0)] = line[at(c, 0)];
            ticket[at(c, 1)] = line[at(c, 1)];
            no_longer_held(c);
            order[c] = PAID;
            paid[c] = 1;
            next = IDLE
        :: else
        fi;
        settled = (next == LET_GO -> settled : 0);
        forget()
    }
}

/* checkout/release.py: release_payment. First the mark CANCELLING, then the money, then the seats (B14). */

inline intend_to_let_go(c) {
#ifdef LET_GO_OF_SOLD
    ok = 1;
#else
    ok = !paid[c];
#endif
#ifndef NO_INTENTION
    payment[c] = (ok && payment[c] != SETTLED && payment[c] != CANCELLED -> CANCELLING : payment[c]);
#endif
#ifdef SEATS_BEFORE_MONEY
    end_order(c);
#endif
    next = (!ok -> IDLE : CANCEL);
    settled = (ok -> settled : 0);
    ok = 0
}

inline cancel(c) {
    if
    :: settled -> answer = SETTLED
    :: !settled && !named[c] -> answer = DECLINED
    :: else ->
        provider[c] = (provider[c] == UNPAID || provider[c] == CHALLENGED || provider[c] == DECLINED ||
                       provider[c] == RESERVED -> CANCELLED : provider[c]);
        answer = standing(c)
    fi;
    next = (answer == PENDING -> IDLE : GONE);
    answer = (answer == PENDING -> NONE : answer);
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

inline gone(c) {
    if
#ifndef REFUND_OF_SOLD
    :: paid[c]
    :: !paid[c] ->
#else
    :: true ->
#endif
        payment[c] = (answer == SETTLED -> SETTLED : CANCELLED);
#ifndef NO_LATE_REFUND
        refund[c] = (answer == SETTLED && refund[c] == NONE -> QUEUED : refund[c]);
#endif
        end_order(c)
    fi;
    answer = NONE;
    next = IDLE
}

/* checkout/capture.py: capture_payment. After the commit; a failed capture undoes the sale. */

inline ask_to_capture(c) {
    if
    :: provider[c] == RESERVED ->
        early_capture = early_capture || !paid[c];
        provider[c] = TAKEN
    :: else
    fi
}

inline take_down(c) {
    if
    :: payment[c] == AUTHORISED && answer == SETTLED -> payment[c] = SETTLED
    :: payment[c] == AUTHORISED && answer == DECLINED ->
        payment[c] = CANCELLED;
        ticket[at(c, 0)] = 0;
        ticket[at(c, 1)] = 0;
        delete_rows(c, line[at(c, 0)], line[at(c, 1)]);
        order[c] = NEEDS_ATTENTION;
#ifndef REFUND_OF_NOTHING
        refund[c] = (refund[c] == QUEUED -> REFUSED : refund[c])
#endif
    :: else
    fi;
    answer = NONE;
    next = IDLE
}

/* checkout/refunds.py: refund_order. The seats are free at once, the money is queued (B17). */

inline give_back() {
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

#define has_time(c) (has_rows(c, LOCKED) && time_left[c] > 1)

inline finish(c) {
    if
    :: payment[c] == CANCELLING -> next = LET_GO
    :: payment[c] == AUTHORISED && paid[c] -> next = CAPTURE
    :: else ->
        answer = (named[c] -> standing(c) : DECLINED);
        asked = attempt[c];
        if
        :: (answer == NEEDS_ACTION || answer == PENDING) && !has_time(c) ->
            answer = NONE;
            asked = 0;
            settled = (payment[c] == SETTLED);
            next = LET_GO
        :: else -> next = HEAR
        fi
    fi
}

inline die() {
    next = IDLE;
    answer = NONE;
    settled = 0;
    asked = 0;
    forget()
}

/* What customer's request and worker have in common: the steps after the answer, and death at any of them. */

#define STEPS(c) \
    :: d_step { next == HEAR -> hear(c) } \
    :: CLOCK_BEFORE LOCKED_TO_SELL { next == SELL -> judge_sale(c); write_sale(c) } \
    :: d_step { next == LET_GO -> intend_to_let_go(c) } \
    :: d_step { next == CANCEL -> cancel(c) } \
    :: d_step { next == GONE -> gone(c) } \
    :: d_step { next != IDLE && crash_to_come -> crash_to_come = 0; die() }

#define LOCALS \
    bit want[2], over[2], ok, anew, with_token, to, both, misused, settled, asked; \
    mtype next = IDLE, answer = NONE

#define free(h) (next == IDLE && !in_flight[h])

proctype Customer(byte h) {
    LOCALS;
    byte holds, pays;

end_browsing:
    do
    :: CLOCK_BEFORE LOCKED_TO_HOLD {
           free(h) && holds < CALLS_TO_HOLD(h) && (order[h] == NONE || order[h] == PENDING) -> holds++; hold()
       }
    :: CLOCK_BEFORE atomic { free(h) && has_rows(h, LOCKED) && extensions[h] < EXTENSIONS(h) -> extend() }
    :: CLOCK_BEFORE atomic { free(h) && has_rows(h, LOCKED) && pays < PAYS(h) -> freeze() }
    :: d_step { free(h) && releasable(h) && (has_rows(h, LOCKED) || has_rows(h, BOOKED)) -> delete_rows(h, 1, 1) }
    :: d_step { free(h) && has_tickets(h) -> give_back() }
    :: d_step { free(h) && provider[h] == CHALLENGED -> provider[h] = RESERVED }
    :: d_step { free(h) && provider[h] == CHALLENGED -> provider[h] = DECLINED }
    :: d_step { next == IDLE && in_flight[h] -> in_flight[h] = 0 }

    :: d_step { next == NAME -> begin(h) }
    :: d_step { can_be_tried(h) -> provider[h] = RESERVED; answer = AUTHORISED; next = HEAR }
    :: d_step { can_be_tried(h) -> provider[h] = DECLINED; answer = DECLINED; next = HEAR }
    :: d_step { can_be_tried(h) && h == 0 -> provider[h] = TAKEN; answer = SETTLED; next = HEAR }
    :: d_step { can_be_tried(h) && h == 0 -> provider[h] = CHALLENGED; answer = NEEDS_ACTION; next = HEAR }
    :: d_step { can_be_tried(h) && h == 0 -> provider[h] = PROCESSING; answer = PENDING; next = HEAR }
    :: d_step { next == ASK && !can_be_tried(h) -> answer = standing(h); next = HEAR }
#ifdef NO_REFERENCE
    :: d_step { next == HEAR && !named[h] -> named[h] = 1 }
#endif
    STEPS(h)
#ifdef LIVENESS
    :: free(h) -> break
#endif
    od
}

/* The first customer's first request, sent again at the same time under the same key, for another show. Its own
 * seats' locks are others. Refused it changes nothing; granted it leaves the customer with what the key is for.
 */
proctype Twin() {
end_unsent:
#ifdef KEY_SEEN_BEFORE
    d_step { !key_used[0] && order[0] == NONE -> skip };
    d_step { key_used_twice = key_used_twice || key_used[0]; key_used[0] = 1; key_elsewhere = 1 }
#else
    d_step { !key_used[0] -> key_used[0] = 1; key_elsewhere = 1 }
#endif
}

/* The worker: its jobs, every minute the reconciler, and at any time a webhook that nobody waits for. */

#ifdef NO_PATIENCE
#define patient(c) true
#else
#define patient(c) (!in_flight[c])
#endif

#ifdef EXPIRE_SETTLED
#define being_paid(c) is_open(c)
#else
#define being_paid(c) (is_open(c) || payment[c] == SETTLED)
#endif

#ifdef NO_RECONCILER
#define to_finish(c) false
#define to_expire(c) false
#else
#define to_finish(c) (patient(c) && (is_open(c) || (payment[c] == SETTLED && order[c] == PENDING)))
#define to_expire(c) (order[c] == PENDING && !holding(c) && !being_paid(c))
#endif

#ifdef EXPIRE_UNSEEN
#define still_abandoned(c) (order[c] == PENDING)
#else
#define still_abandoned(c) to_expire(c)
#endif

#define JOBS(n) \
    :: d_step { next == IDLE && to_finish(n) -> c = n; finish(n) } \
    :: d_step { next == IDLE && to_expire(n) -> c = n; next = EXPIRE } \
    :: d_step { next == IDLE && payment[n] == AUTHORISED && paid[n] -> c = n; next = CAPTURE } \
    :: d_step { next == IDLE && refund[n] == QUEUED && payment[n] == SETTLED -> \
                c = n; provider[n] = (provider[n] == TAKEN -> GIVEN_BACK : provider[n]); next = REFUND_DOWN }


proctype Worker() {
    LOCALS;
    byte c;

end_idle:
    do
    JOBS(0)
    JOBS(1)
    :: d_step {
           next == IDLE && webhook_to_come && named[0] && payment[0] != BEGUN && payment[0] != CANCELLED ->
           webhook_to_come = 0; c = 0; finish(0)
       }
    :: d_step { next == EXPIRE -> order[c] = (still_abandoned(c) -> EXPIRED : order[c]); next = IDLE }
    :: d_step { next == CAPTURE -> ask_to_capture(c); answer = standing(c); next = TAKE_DOWN }
    :: d_step {
           next == CAPTURE && provider[c] == RESERVED ->
           provider[c] = DECLINED; answer = DECLINED; next = TAKE_DOWN
       }
    :: d_step { next == TAKE_DOWN -> take_down(c) }
    :: d_step { next == REFUND_DOWN -> refund[c] = DONE; next = IDLE }
    STEPS(c)
    od
}

/* Time passes, and banks make up their minds. */
proctype World() {
end_of_time:
    do
    :: d_step { holding(0) -> time_left[0]-- }
    :: d_step { holding(1) -> time_left[1]-- }
    :: d_step { provider[0] == PROCESSING -> provider[0] = RESERVED }
    :: d_step { provider[0] == PROCESSING -> provider[0] = DECLINED }
    od
}

/* Safety: looked at in every state. */

#define owns(h, s) (row[at(h, s)] == BOOKED || held(h, s))
#define two_owners(s) (owns(0, s) && owns(1, s) && same_show)
#define two_tickets(s) (ticket[at(0, s)] && ticket[at(1, s)])
#define money_is_here(h) (provider[h] == RESERVED || provider[h] == TAKEN || \
                          (provider[h] == DECLINED && payment[h] == AUTHORISED))
#define unpaid(h) (has_tickets(h) && (!money_is_here(h) || refund[h] != NONE || \
                   (payment[h] != AUTHORISED && payment[h] != SETTLED)))
#define torn(h, s) (ticket[at(h, s)] != (row[at(h, s)] == BOOKED))
#define changed(h, s) (frozen[h] && holding(h) && (row[at(h, s)] == LOCKED) != line[at(h, s)])
#define wrongly_priced(h) (has_tickets(h) && priced_elsewhere[h] != order_elsewhere[h])
#define half_refunded(h) (order[h] == REFUNDED && (has_rows(h, BOOKED) || refund[h] == NONE))

bit B1_one_owner = 1, B2_in_time = 1, B13_as_frozen = 1, B14_no_seat_unpaid = 1, B14_no_capture_before_booked = 1,
    B14_money_goes_before_seats = 1, B16_seat_and_ticket_together = 1, B17_seats_free_and_money_queued = 1,
    B17_one_valid_ticket = 1, B15_one_request_per_key = 1, B15_sold_as_its_own_show = 1;

#define RULE(name, broken) :: atomic { broken -> name = 0; assert(name) }

proctype Rules() {
end_rules:
    do
    RULE(B1_one_owner, two_owners(0) || two_owners(1))
    RULE(B2_in_time, late_verb)
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
    RULE(B16_seat_and_ticket_together, torn(0, 0) || torn(0, 1) || torn(1, 0) || torn(1, 1))
    od
}

/* Liveness, if every process that can go on does so some time. */

#define charged(h) (provider[h] == RESERVED || provider[h] == TAKEN)
#define resolved(h) (!is_open(h) && refund[h] != QUEUED && charged(h) == has_tickets(h) && \
                     !(order[h] == PENDING && !holding(h)))

#ifdef LIVENESS
ltl B6_every_hold_ends { []<> !holding(0) && []<> !holding(1) }
ltl B14_every_payment_is_resolved { []<> resolved(0) }
#endif

/* Spin tries the process that began last first: so each state is judged before the search goes on. */
init {
    atomic {
        run World(); run Worker(); run Customer(0); run Customer(1);
#ifndef LIVENESS
        run Twin();
        run Rules()
#endif
    }
}
