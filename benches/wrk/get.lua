-- Requests one address repeatedly: [If-None-Match].

done = require("summary")

function init(args)
    if args[1] then
        wrk.headers["If-None-Match"] = args[1]
    end
end
