"""圏域アシスタント: questions about municipal agreements, answered by quoting them."""
