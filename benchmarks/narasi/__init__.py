"""Sentences over budget tables, half of them with one figure altered, to measure how well prose is checked."""
