"""The editors' day: what waits, lists with filters, reports, checks of what is written."""
