"""Filters for templates of every room."""
