"""Importing subscribers who agreed elsewhere, with proof of their consent."""

# The name of the importer, in addresses too.
SUBSCRIBERS = "subscribers"
