"""The pieces an issue is composed of: one block in a file, all of them in `IssueBlock`."""

from newsletter.blocks.issue import IssueBlock

__all__ = ["IssueBlock"]
