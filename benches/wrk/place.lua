-- The n-th place of the stock: another show and another seat than the one before, each pair once.
-- Neighbours in time are in different halls, shows and rows, so that no two requests wait for each other.
-- The same arithmetic as in benches/pgbench/*.sql.

local place = {}

function place.of(n, stock)
    local hall = n % stock.halls
    local j = math.floor(n / stock.halls)
    local show = stock.first_show + hall * stock.shows + j % stock.shows
    local seat = stock.first_seat + hall * stock.seats + (j + math.floor(j / stock.shows)) % stock.seats
    return show, seat
end

return place
