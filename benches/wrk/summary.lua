-- Prints the result of a run as one line of JSON.

return function(summary, latency)
    local line = '{"requests": %d, "seconds": %f, "refused": %d, "failed": %d, "p50_ms": %f, "p90_ms": %f, "p99_ms": %f}\n'
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.timeout
    io.write(line:format(summary.requests, summary.duration / 1e6, errors.status, failed,
        latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000))
end
