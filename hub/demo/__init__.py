"""The demo: a hub full of invented stories, to be looked at and tried out."""
