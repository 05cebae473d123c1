"""The widgets of the weights sandbox."""
