"""Screens of the admin for the directory of cooperatives."""
