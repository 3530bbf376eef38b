"""The stages of a run. Each reads what the one before wrote and appends its own files; none calls another."""
