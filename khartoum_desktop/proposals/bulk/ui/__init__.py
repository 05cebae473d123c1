"""The dialogs that show what a change of many proposals will hit, before it does."""
