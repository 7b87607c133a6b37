"""Scoring method SM-1 (docs/scoring.md): pure functions of a frame and answers; no Django, no clock, no I/O."""
