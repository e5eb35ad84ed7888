"""管理: for the keeper of the corpus alone, and only where a password is configured."""
