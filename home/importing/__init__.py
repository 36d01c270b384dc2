"""An existing blog brought over: posts become drafts, with their pictures and old addresses."""
