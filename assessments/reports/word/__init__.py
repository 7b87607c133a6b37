"""The Word edition of the gap report, made from a template that the ministry can replace."""
