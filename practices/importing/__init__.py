"""Spreadsheets of cooperatives and practices: checked rows first, then drafts."""
