"""The drawer in which a proposal is talked about."""
