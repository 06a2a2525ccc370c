"""One module per thing a collector does: one call, one transaction, one audit event. No Qt."""
