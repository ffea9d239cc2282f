"""Rasa beside the embedded pipeline: `python -m benchmarks.rasa`."""
