"""The page in the browser: one small file a screen."""
