"""Comments and open questions on proposals, with who said what and what is unread."""
