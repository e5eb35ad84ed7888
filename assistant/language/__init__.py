"""Japanese as written: numerals, eras and words."""
