"""Files that are not read any further."""


class Refused(Exception):
    """A file that is not taken; the message is a sentence for the person who brought it."""
