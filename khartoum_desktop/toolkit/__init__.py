"""What all pages share of Qt: tasks, theme, direction, models, delegates, forms, dialogs."""
