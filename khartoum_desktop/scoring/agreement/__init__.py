"""How far assessors agree, what a panel agreed on in place of their marks, and what harsh assessors would change."""
