"""From chunks to an index, and back."""
