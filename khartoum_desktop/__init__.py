"""Khartoum Desktop: proposals for joint migration projects, drafted, scored and tracked offline."""

__version__ = "0.1.0"
