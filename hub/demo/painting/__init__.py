"""Illustrations drawn by program: cut paper, a few warm colours, a little grain."""
