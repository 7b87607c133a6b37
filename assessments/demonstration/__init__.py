"""Demonstration data: 34 provinces over two rounds, made up and marked so wherever they show; the same every time."""
