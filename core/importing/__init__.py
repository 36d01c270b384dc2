"""Bringing files in: safe reading, a check before anything is written, a report of every row.

Rooms register an importer (`importers.register`); the job, its screens and its worker are here.
"""
