"""Blocks of practices, one concept per file."""

from practices.blocks.building_block import BuildingBlocksBlock
from practices.blocks.result import ResultsBlock

__all__ = ["BuildingBlocksBlock", "ResultsBlock"]
