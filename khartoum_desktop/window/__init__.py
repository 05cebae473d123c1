"""The window: rail of pages, menus, status line, first run, and how it gets at a workspace."""

from khartoum_desktop.window.frame import Window
from khartoum_desktop.window.pages import PAGES, available_pages

__all__ = ["PAGES", "Window", "available_pages"]
