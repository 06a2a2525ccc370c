"""The workspace's tables (peewee), their queries and their migrations. No Qt, no rules."""
