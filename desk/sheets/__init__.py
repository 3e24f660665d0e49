"""Ledgers that offices keep as spreadsheets: a file is read, its table found, its rows held against the register, written.

`files` bytes → `workbook` cells → `tables` headings and rows → `planning` new, changed, unchanged, refused → `writing`.
Nothing here decides what a row may be: that is the models'. Monthly progress has no model yet and is told as such.
"""
