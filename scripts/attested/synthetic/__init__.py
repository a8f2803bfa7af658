"""Synthetic packages of any size: the structure of the record, repeated, with invented text.

They are for measuring and for trying out, state nothing about anybody, and say so everywhere.
"""
