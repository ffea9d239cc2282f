"""How messages reach residents: paced, in order, with an outcome in plain words for each."""
