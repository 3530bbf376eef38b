"""From a completion's text to what was asked for: a list of items, a verdict, or instances."""
