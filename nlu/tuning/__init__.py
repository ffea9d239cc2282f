"""Tuning the encoder on the messages of data/: `python -m nlu.tuning` writes model/encoder.npz.

Needs torch, which the product itself does not. Training the heads on the tuned vectors is `nlu.training`.
"""
