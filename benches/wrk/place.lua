-- The n-th show and seat of a sequence in which each pair occurs once. Consecutive elements are in different
-- halls, shows and rows, so that no two requests wait for each other.
-- benches/pgbench/*.sql compute the same sequence.

local place = {}

function place.of(n, stock)
    local hall = n % stock.halls
    local j = math.floor(n / stock.halls)
    local show = stock.first_show + hall * stock.shows + j % stock.shows
    local seat = stock.first_seat + hall * stock.seats + (j + math.floor(j / stock.shows)) % stock.seats
    return show, seat
end

return place
