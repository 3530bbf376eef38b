"""What a run or a file of tasks amounts to, in numbers: read once, counted without a model."""
