"""Templates: what a new proposal may begin with, shipped or kept from a proposal."""
