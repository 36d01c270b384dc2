"""Feeds and calendars of the whole hub and of each public curated collection."""
