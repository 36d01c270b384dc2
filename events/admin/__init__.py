"""Screens of the admin for registrations."""
