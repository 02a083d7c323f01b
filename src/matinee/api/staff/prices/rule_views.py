"""Endpoints of price rules."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.paging import page_of
from matinee.api.framework.parsing import id_of_path, read_body, read_query
from matinee.api.staff.access import with_current_state
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.prices.json import grid_json, rule_json
from matinee.api.staff.prices.shapes import (
    GridQuery,
    GridShape,
    OfVenueQuery,
    PriceRuleChanges,
    PriceRuleOrderRequest,
    PriceRuleOrderShape,
    PriceRulePageShape,
    PriceRuleRequest,
    PriceRuleShape,
)
from matinee.api.staff.prices.views import BY_POSITION, TAG, PricesView
from matinee.api.staff.shapes import VersionQuery
from matinee.pricing.card_choice import week_grid
from matinee.pricing.errors import PriceRuleNotFound
from matinee.pricing.models import PriceRule
from matinee.pricing.price_rules import (
    change_price_rule,
    create_price_rule,
    delete_price_rule,
    order_price_rules,
)
from matinee.pricing.queries import price_rules_visible_to, venue_with_prices
from matinee.staff.errors import ChangedMeanwhile
from matinee.venues.errors import VenueNotFound


class PriceRulesView(PricesView):
    """`/api/staff/price-rules/`"""

    @staff_documented("list_price_rules", tag=TAG, response=PriceRulePageShape, query=OfVenueQuery)
    def get(self, request: Request) -> Response:
        """List the price rules of your cinemas, in the order in which they are tried."""
        query = read_query(request, OfVenueQuery)
        found = price_rules_visible_to(self.caller.access)
        if "venue" in query:
            found = found.filter(venue=query["venue"])
        return Response(page_of(found, BY_POSITION, query).json(request, rule_json))

    @staff_documented(
        "create_price_rule", tag=TAG, body=PriceRuleRequest, response=PriceRuleShape, status=201
    )
    def post(self, request: Request) -> Response:
        """Add a price rule. It is tried after all others."""
        read_query(request)
        values = read_body(request, PriceRuleRequest)
        return Response(rule_json(create_price_rule(actor=self.caller.actor, **values)), status=201)


class PriceRuleView(PricesView):
    """`/api/staff/price-rules/{rule_id}/`"""

    @staff_documented(
        "change_price_rule",
        tag=TAG,
        body=PriceRuleChanges,
        response=PriceRuleShape,
        errors=[PriceRuleNotFound, ChangedMeanwhile],
    )
    def patch(self, request: Request, rule_id: str) -> Response:
        """Change a price rule. Shows that are scheduled already keep their prices."""
        read_query(request)
        pk = id_of_path(rule_id, PriceRuleNotFound)
        values = read_body(request, PriceRuleChanges)
        self._found(pk)
        with with_current_state(lambda: {**rule_json(self._found(pk))}):
            rule = change_price_rule(actor=self.caller.actor, rule_id=pk, **values)
        return Response(rule_json(rule))

    @staff_documented(
        "delete_price_rule",
        tag=TAG,
        response=PriceRuleShape,
        query=VersionQuery,
        errors=[PriceRuleNotFound, ChangedMeanwhile],
    )
    def delete(self, request: Request, rule_id: str) -> Response:
        """Delete a price rule. Shows that are scheduled already keep their prices."""
        pk = id_of_path(rule_id, PriceRuleNotFound)
        before = rule_json(self._found(pk))
        version = read_query(request, VersionQuery)["version"]
        with with_current_state(lambda: {**rule_json(self._found(pk))}):
            delete_price_rule(actor=self.caller.actor, rule_id=pk, version=version)
        return Response(before)

    def _found(self, pk: int) -> PriceRule:
        found = price_rules_visible_to(self.caller.access).filter(pk=pk).first()
        if found is None:
            raise PriceRuleNotFound
        return found


class PriceRuleOrderView(PricesView):
    """`/api/staff/price-rules/order/`"""

    @staff_documented(
        "order_price_rules",
        tag=TAG,
        body=PriceRuleOrderRequest,
        response=PriceRuleOrderShape,
        errors=[ChangedMeanwhile],
    )
    def post(self, request: Request) -> Response:
        """Set the order in which the rules of a cinema are tried. The first that matches decides."""
        read_query(request)
        values = read_body(request, PriceRuleOrderRequest)
        order_price_rules(actor=self.caller.actor, **values)
        return Response({"rule_ids": values["rule_ids"]})


class PriceGridView(PricesView):
    """`/api/staff/price-rules/grid/`"""

    @staff_documented("get_price_grid", tag=TAG, response=GridShape, query=GridQuery, errors=[VenueNotFound])
    def get(self, request: Request) -> Response:
        """Get which card the rules choose in a week, by business day and time, and where none applies."""
        query = read_query(request, GridQuery)
        venue = venue_with_prices(self.caller.access, query["venue"])
        days = week_grid(
            venue,
            query["week"],
            hall_id=query.get("hall"),
            movie_id=query.get("movie"),
            screen_format=query.get("format", ""),
        )
        return Response(grid_json(days))
