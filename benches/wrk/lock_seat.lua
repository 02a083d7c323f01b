-- Holds a free seat with each request: halls shows seats first_show first_seat n [key prefix].
-- With a prefix each request has an Idempotency-Key of its own, as from the web app.

local place = require("place")
done = require("summary")

function init(args)
    stock = {
        halls = tonumber(args[1]), shows = tonumber(args[2]), seats = tonumber(args[3]),
        first_show = tonumber(args[4]), first_seat = tonumber(args[5]),
    }
    wrk.headers["Content-Type"] = "application/json"
    n = tonumber(args[6]) - 1
    prefix = args[7]
end

function request()
    n = n + 1
    local show, seat = place.of(n, stock)
    if prefix then
        wrk.headers["Idempotency-Key"] = prefix .. n
    end
    local body = '{"show_id": ' .. show .. ', "seat_id": ' .. seat .. '}'
    return wrk.format("POST", "/api/lock-seat/", nil, body)
end
