"""The pieces editors compose pages with: one block in a file, all of them in `BodyBlock`."""

from core.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
