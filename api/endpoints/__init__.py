"""The resources of the API, one module each; `api.urls` is their table of contents."""
