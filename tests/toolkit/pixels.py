"""Looking at what a widget painted."""

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def image_of(widget: QWidget) -> QImage:
    """Return a picture of a widget."""
    return widget.grab().toImage()


def near(one: QColor, other: QColor, tolerance: int = 12) -> bool:
    """Tell whether two colours look alike."""
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= tolerance for a, b in parts)


def columns_with(image: QImage, colour: QColor, top: int = 0, bottom: int | None = None) -> list[int]:
    """Return the x of every pixel column that holds a colour between two heights."""
    rows = range(top, image.height() if bottom is None else bottom)
    return [x for x in range(image.width()) if any(near(image.pixelColor(x, y), colour) for y in rows)]


def ink_columns(image: QImage, ground: QColor) -> list[int]:
    """Return the x of every pixel column that is not all ground."""
    return [
        x for x in range(image.width()) if any(not near(image.pixelColor(x, y), ground) for y in range(image.height()))
    ]
