"""Everything published, stored ready to serve. Only `catalogue.publishing` writes these rows."""

from catalogue.models.changes import Change, Epoch, Reason, Verb
from catalogue.models.collections import CollectionItem, CuratedCollection
from catalogue.models.entries import INTERNAL_FACETS, Entry, EntryQuerySet, EntryTerm
from catalogue.models.links import LinkUse, OutsideLink
from catalogue.models.members import CollectionMember
from catalogue.models.popularity import DailyCount, TopicPopularity
from catalogue.models.reconciliation import Reconciliation
from catalogue.models.rules import RuleKind, RuleMode, RuleOrder

__all__ = [
    "INTERNAL_FACETS",
    "Change",
    "CollectionItem",
    "CollectionMember",
    "CuratedCollection",
    "DailyCount",
    "Entry",
    "EntryQuerySet",
    "EntryTerm",
    "Epoch",
    "LinkUse",
    "OutsideLink",
    "Reason",
    "Reconciliation",
    "RuleKind",
    "RuleMode",
    "RuleOrder",
    "TopicPopularity",
    "Verb",
]
