-- Requests one seat repeatedly: show seat key-prefix. Counts the responses by status and records their times.
-- Each request has an Idempotency-Key of its own, as from the web app.

local counts = {}
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init(args)
    wrk.method = "POST"
    wrk.path = "/api/lock-seat/"
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = '{"show_id": ' .. args[1] .. ', "seat_id": ' .. args[2] .. '}'
    statuses = ""
    prefix, n = args[3], 0
end

function request()
    n = n + 1
    wrk.headers["Idempotency-Key"] = prefix .. n
    return wrk.format()
end

function response(status)
    counts[status] = (counts[status] or 0) + 1
    statuses = ""
    for code, number in pairs(counts) do
        statuses = statuses .. ', "' .. code .. '": ' .. number
    end
end

function done(summary, latency)
    local line = '{"seconds": %f, "p50_ms": %f, "p99_ms": %f%s}\n'
    io.write(line:format(summary.duration / 1e6, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, threads[1]:get("statuses")))
end
