"""The lists that everything is coded with, as data that people edit: items, sets of priorities, organisations."""
