"""What readers of the newsletter see: each page parses, calls a verb and renders."""
