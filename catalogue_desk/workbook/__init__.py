"""Indicator sets as workbooks: the template that is filled in, and reading it back."""
