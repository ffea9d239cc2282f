"""Quartierstimme: a multilingual messaging bot with which a city asks residents what they need."""

__version__ = "0.1.0"
