"""Screens of the admin beyond those Wagtail makes by itself."""
