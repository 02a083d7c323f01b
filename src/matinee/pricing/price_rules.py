"""Changes of price rules by staff. A rule decides for shows that are scheduled later."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from matinee.audit.services import Actor, record
from matinee.catalogue.models import Movie
from matinee.core.problems import Invalid
from matinee.core.validation import validate_row
from matinee.pricing.editing import begin_edit, edited
from matinee.pricing.errors import PriceRuleNotFound
from matinee.pricing.models import PriceCard, PriceRule
from matinee.pricing.models.price_rule import FIRST_DAY, LAST_DAY, MOST_RULES
from matinee.staff.errors import ChangedMeanwhile
from matinee.venues.models import Hall

PRICE_RULE = "price rule"


class RuleValues(TypedDict, total=False):
    """What staff can set."""

    card_id: int
    hall_id: int | None
    weekdays: list[int]
    starts_from: time | None
    starts_before: time | None
    first_day: date | None
    last_day: date | None
    holidays: bool | None
    movie_id: int | None
    format: str


@transaction.atomic
def create_price_rule(*, actor: Actor, venue_id: int, **values: Unpack[RuleValues]) -> PriceRule:
    """Add a rule, which is tried after all others.

    Raises: Invalid, NotPermitted.
    """
    begin_edit(actor, venue_id)
    rules = PriceRule.objects.filter(venue=venue_id)
    if rules.count() >= MOST_RULES:
        raise Invalid(
            errors={"body": [_("A cinema has at most %(most)d price rules.") % {"most": MOST_RULES}]}
        )
    last = rules.last()
    rule = PriceRule(venue_id=venue_id, position=last.position + 1 if last else 0)
    if rule.position > MOST_RULES:
        rule.position = _close_gaps(venue_id)
    _set(rule, values)
    rule.save()
    _record(actor, "price rule created", rule, {"after": facts_of(rule)})
    return rule


@transaction.atomic
def change_price_rule(*, actor: Actor, rule_id: int, version: int, **values: Unpack[RuleValues]) -> PriceRule:
    """Change what `values` names.

    Raises: PriceRuleNotFound, Invalid, NotPermitted, ChangedMeanwhile.
    """
    rule = edited(actor, PriceRule, rule_id, version, PriceRuleNotFound)
    before = facts_of(rule)
    _set(rule, values)
    rule.version += 1
    rule.save()
    _record(actor, "price rule changed", rule, {"before": before, "after": facts_of(rule)})
    return rule


@transaction.atomic
def delete_price_rule(*, actor: Actor, rule_id: int, version: int) -> None:
    """Delete a rule. Shows keep the cards that it chose.

    Raises: PriceRuleNotFound, NotPermitted, ChangedMeanwhile.
    """
    rule = edited(actor, PriceRule, rule_id, version, PriceRuleNotFound)
    _record(actor, "price rule deleted", rule, {"before": facts_of(rule)})
    rule.delete()


@transaction.atomic
def order_price_rules(
    *, actor: Actor, venue_id: int, former_rule_ids: Sequence[int], rule_ids: Sequence[int]
) -> None:
    """Try the rules of a venue in this order. `rule_ids` names each of them once.

    `former_rule_ids` is the order that the change was made from. It serves as its version.

    Raises: Invalid, NotPermitted, ChangedMeanwhile, if the rules or their order changed since they were read.
    """
    begin_edit(actor, venue_id)
    current = list(PriceRule.objects.filter(venue=venue_id).values_list("pk", flat=True))
    if current != [*former_rule_ids]:
        raise ChangedMeanwhile(current={"rule_ids": current})
    if sorted(rule_ids) != sorted(current):
        raise Invalid(errors={"rule_ids": [_("Name each rule of the cinema once.")]})
    _write_order(rule_ids)
    facts = {"before": {"rule_ids": current}, "after": {"rule_ids": [*rule_ids]}}
    record(
        actor, "price rules ordered", object_type="venue", object_id=venue_id, venue_id=venue_id, facts=facts
    )


def facts_of(rule: PriceRule) -> dict[str, Any]:
    """Its conditions and card, as JSON."""
    facts = {name: getattr(rule, name) for name in RuleValues.__annotations__}
    return {
        name: value.isoformat() if isinstance(value, time | date) else value for name, value in facts.items()
    }


def _set(rule: PriceRule, values: RuleValues) -> None:
    """Raises: Invalid."""
    for name, value in values.items():
        setattr(rule, name, value)
    rule.weekdays = sorted(set(rule.weekdays))
    if errors := _problems(rule):
        raise Invalid(errors=errors)
    validate_row(rule)


def _problems(rule: PriceRule) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    here = {"venue": rule.venue_id}
    if not PriceCard.objects.filter(pk=rule.card_id, archived=False, **here).exists():
        found["card_id"] = [_("This cinema has no such price card, or it is archived.")]
    if rule.hall_id is not None and not Hall.objects.filter(pk=rule.hall_id, **here).exists():
        found["hall_id"] = [_("This cinema has no such hall.")]
    if rule.movie_id is not None and not Movie.objects.filter(pk=rule.movie_id).exists():
        found["movie_id"] = [_("There is no such film.")]
    if not set(rule.weekdays) <= set(range(1, 8)):
        found["weekdays"] = [_("Days are numbers from 1 for Monday to 7 for Sunday.")]
    if (rule.starts_from is None) != (rule.starts_before is None):
        found["starts_before"] = [_("Give both times, or none.")]
    elif rule.starts_from is not None and rule.starts_from == rule.starts_before:
        found["starts_before"] = [_("The two times must differ. For the whole day, give none.")]
    for name in ("first_day", "last_day"):
        day = getattr(rule, name)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            found[name] = [_("This must be a day from 1900 to 2999.")]
    if rule.first_day and rule.last_day and rule.first_day > rule.last_day:
        found["last_day"] = [_("This is before the first day.")]
    return found


def _close_gaps(venue_id: int) -> int:
    """Number the rules from 0 on. Returns the next number."""
    rule_ids = list(PriceRule.objects.filter(venue=venue_id).values_list("pk", flat=True))
    _write_order(rule_ids)
    return len(rule_ids)


def _write_order(rule_ids: Sequence[int]) -> None:
    rules = [PriceRule(pk=pk, position=position) for position, pk in enumerate(rule_ids)]
    PriceRule.objects.bulk_update(rules, ["position"])


def _record(actor: Actor, action: str, rule: PriceRule, facts: dict[str, Any]) -> None:
    record(actor, action, object_type=PRICE_RULE, object_id=rule.pk, venue_id=rule.venue_id, facts=facts)
