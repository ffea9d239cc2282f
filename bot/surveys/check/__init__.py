"""What can be wrong with a survey: see `rules.py` for the list, `survey.py` for who looks."""
