"""The audit trail's table and its guards."""
