"""Pages for cooperatives."""
