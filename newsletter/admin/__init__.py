"""Screens for staff: sending an issue, watching it, looking at what was sent."""
