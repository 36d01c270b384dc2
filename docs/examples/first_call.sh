# The five newest practices: title and address. Needs curl only.
curl --fail --silent --show-error \
  "https://hub.example.org/api/v1/entries/?kind=practice&language=it&limit=5"
